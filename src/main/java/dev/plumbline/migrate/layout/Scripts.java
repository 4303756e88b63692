package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Collects a directory's scripts, refuses two with one identity, and pairs what applies with what undoes. */
final class Scripts {
    private final Layout layout;
    private final Map<String, Migration> ups = new LinkedHashMap<>();
    private final Map<String, ScriptFile> downs = new LinkedHashMap<>();
    private final List<Clash> clashes = new ArrayList<>();

    private final List<DownClash> downClashes = new ArrayList<>();

    private record Clash(Migration first, Migration second) {}

    private record DownClash(Version version, Path first, Path second) {}

    Scripts(Layout layout) {
        this.layout = layout;
    }

    void up(Version version, String identity, String slug, ScriptFile file) {
        Migration migration = new Migration(version, slug, identity, file, Optional.empty());
        Migration before = ups.putIfAbsent(identity, migration);
        if (before != null) {
            clashes.add(new Clash(before, migration));
        }
    }

    void down(Version version, String identity, ScriptFile file) {
        ScriptFile before = downs.putIfAbsent(identity, file);
        if (before != null) {
            downClashes.add(new DownClash(version, before.path(), file.path()));
        }
    }

    /** The files that undo what nothing here applies. */
    List<ScriptFile> unpairedDowns() {
        return downs.entrySet().stream()
                .filter(down -> !ups.containsKey(down.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Throws {@code up-missing} for the first file that undoes what nothing here applies. */
    void refuseUnpairedDowns(UnaryOperator<Path> upOf) {
        unpairedDowns().stream().findFirst().ifPresent(down -> {
            Path up = upOf.apply(down.path());
            throw Problem.of(
                            ProblemId.UP_MISSING,
                            "%s undoes a migration whose up file is missing".formatted(down.path()))
                    .at(down.path().toString())
                    .remedy(
                            "bring the up file back: git checkout -- " + Shell.word(up),
                            "or remove what is left of the migration: rm " + Shell.word(down.path()))
                    .exception();
        });
    }

    /**
     * The migrations, each with what undoes it.
     *
     * @throws ProblemException {@code version-duplicate}
     */
    List<Migration> paired() {
        if (!clashes.isEmpty()) {
            throw duplicate(clashes.getFirst());
        }
        if (!downClashes.isEmpty()) {
            throw duplicate(downClashes.getFirst());
        }
        return ups.values().stream()
                .map(up -> new Migration(
                        up.version(), up.slug(), up.identity(), up.up(), Optional.ofNullable(downs.get(up.identity()))))
                .toList();
    }

    private ProblemException duplicate(Clash clash) {
        Path second = clash.second().up().path();
        // The other file of the version keeps its own down script: what undoes it may not move along.
        Optional<Path> down = Optional.ofNullable(downs.get(clash.second().identity()))
                .map(ScriptFile::path)
                .filter(path -> path.getFileName()
                        .toString()
                        .contains("_" + clash.second().slug() + "."));
        Version newest =
                layout.newest(List.copyOf(ups.values())).orElse(clash.second().version());
        return Problem.of(ProblemId.VERSION_DUPLICATE, sentence(clash))
                .at(clash.first().up().path().toString(), second.toString())
                .remedy("rename the one that no database has yet, for example: "
                        + move(second, newest)
                        + down.map(path -> " && " + move(path, newest)).orElse(""))
                .exception();
    }

    private String move(Path script, Version newest) {
        return "mv %s %s".formatted(Shell.word(layout.renamable(script)), Shell.word(layout.renamed(script, newest)));
    }

    private static String sentence(Clash clash) {
        Version first = clash.first().version();
        Version second = clash.second().version();
        if (clash.first().kind() == Kind.REPEATABLE) {
            return "two repeatable migrations have the description \"%s\""
                    .formatted(clash.first().slug().replace('_', ' '));
        }
        return first.equals(second)
                ? "two migrations have version %s".formatted(first)
                : "two migrations have one version: %s and %s are the same".formatted(first, second);
    }

    private static ProblemException duplicate(DownClash clash) {
        return Problem.of(ProblemId.VERSION_DUPLICATE, "two files undo version %s".formatted(clash.version()))
                .at(clash.first().toString(), clash.second().toString())
                .remedy("keep one of them, for example: rm " + Shell.word(clash.second()))
                .exception();
    }
}
