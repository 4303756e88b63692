package dev.plumbline.migrate.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sentences about what was left aside, in the order it was met. */
final class Notes {
    private final List<String> sentences = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    /** A name one slip away from a migration's. Where the right name is taken, the file is one of the ignored. */
    void lookalike(Path file, String rightName) {
        if (Files.exists(file.resolveSibling(rightName))) {
            ignore(file);
        } else {
            add("%s looks like a migration but is not named as one; rename it to %s".formatted(file, rightName));
        }
    }

    void ignore(Path file) {
        ignored.add(file.toString());
    }

    List<String> sentences() {
        List<String> all = new ArrayList<>(sentences);
        if (!ignored.isEmpty()) {
            all.add("ignored, not named as a migration: " + String.join(", ", ignored));
        }
        return all;
    }
}
