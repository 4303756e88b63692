package dev.plumbline.migrate.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sentences about what was left aside, in the order it was met. */
final class Notes {
    /** A directory whose names follow other rules throughout is told so once, not once a file. */
    private static final int MOST = 3;

    private final List<String> sentences = new ArrayList<>();
    private final List<String> lookalikes = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    /** A name one slip away from a migration's. Where the right name is taken, the file is one of the ignored. */
    void lookalike(Path file, String rightName) {
        if (Files.exists(file.resolveSibling(rightName))) {
            ignore(file);
        } else {
            lookalikes.add(
                    "%s looks like a migration but is not named as one; rename it to %s".formatted(file, rightName));
        }
    }

    void ignore(Path file) {
        ignored.add(file.toString());
    }

    /** The first few of the files that were left aside for a reason of their own. */
    List<String> reasons() {
        return sentences.stream().limit(MOST).toList();
    }

    /** Which files to rename, and to what. */
    List<String> renames() {
        List<String> all = new ArrayList<>(lookalikes.subList(0, Math.min(MOST, lookalikes.size())));
        if (lookalikes.size() > MOST) {
            all.add("%d more files look like migrations but are not named as ones".formatted(lookalikes.size() - MOST));
        }
        return all;
    }

    List<String> sentences() {
        List<String> all = new ArrayList<>(sentences);
        all.addAll(renames());
        if (!ignored.isEmpty()) {
            String names = String.join(", ", ignored.subList(0, Math.min(MOST, ignored.size())));
            int more = ignored.size() - MOST;
            all.add("ignored, not named as a migration: " + names + (more > 0 ? " and %d more".formatted(more) : ""));
        }
        return all;
    }
}
