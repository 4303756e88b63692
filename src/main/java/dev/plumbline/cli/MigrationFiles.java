package dev.plumbline.cli;

import dev.plumbline.migrate.layout.Layout;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.NewFile;
import dev.plumbline.rehearse.DownScripts;
import dev.plumbline.rehearse.Proposal;
import dev.plumbline.rehearse.Way;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes proposed migrations as files of a directory, named as its others are. */
final class MigrationFiles {
    private final Path directory;
    private final Optional<String> layout;
    private final List<String> written = new ArrayList<>();

    MigrationFiles(Path directory, String layout) {
        this.directory = directory;
        this.layout = Optional.of(layout);
    }

    /** Writes the files of one migration, after all that are there; returns their paths, or with {@code dry} their texts. */
    List<String> write(Proposal.Migration migration, boolean dry) {
        MigrationDirectory before = MigrationDirectory.readOrEmpty(directory, layout);
        LocalDateTime now = LocalDateTime.now(Clock.systemUTC());
        NewFile up = before.layout()
                .newFiles(migration.slug(), before.migrations(), now)
                .getFirst();
        Path target = directory.resolve(up.path());
        if (dry) {
            return List.of("-- " + migration.slug() + "\n" + up(migration) + "\n-- to undo it:\n" + down(migration));
        }
        List<String> files = new ArrayList<>();
        files.add(write(target, up(migration)));
        downPath(MigrationDirectory.readOrEmpty(directory, layout), target)
                .ifPresent(path -> files.add(write(path, down(migration))));
        if (migration.alone()) {
            before.layout()
                    .outsideTransactions(up.path())
                    .ifPresent(file -> files.add(write(directory.resolve(file.path()), file.content())));
        }
        return files;
    }

    private static Optional<Path> downPath(MigrationDirectory directory, Path up) {
        Layout layout = directory.layout();
        return directory.migrations().stream()
                .filter(migration -> migration.up().path().equals(up))
                .findFirst()
                .flatMap((Migration migration) -> layout.down(migration));
    }

    private String write(Path target, String content) {
        NewCommand.write(target, content, written);
        written.add(target.toString());
        return target.toString();
    }

    private static String up(Proposal.Migration migration) {
        StringBuilder text = new StringBuilder();
        migration.lost().forEach(lost -> text.append(comment("Loses " + lost + ".")));
        if (!migration.lost().isEmpty()) {
            text.append("-- plumb:destructive\n");
        }
        if (migration.backfill()) {
            text.append("-- Writes every row: where there are many, do it in chunks instead.\n");
        }
        return text + statements(migration.up());
    }

    private static String down(Proposal.Migration migration) {
        return notBroughtBack(migration.lost())
                + (migration.down().sql().isEmpty()
                        ? (migration.backfill()
                                        ? "-- Nothing but rows was changed: there is no schema to restore.\n"
                                        : "-- This migration changes nothing that is compared: there is nothing to restore.\n")
                                + "SELECT 1;\n"
                        : statements(migration.down()));
    }

    /** The text of a down script. */
    static String down(DownScripts.Script script) {
        return notBroughtBack(script.lost()) + statements(script.way());
    }

    private static String notBroughtBack(List<String> lost) {
        StringBuilder text = new StringBuilder();
        lost.forEach(it -> text.append(comment("Does not bring back " + it + ".")));
        return text.toString();
    }

    private static String statements(Way way) {
        StringBuilder text = new StringBuilder();
        if (!way.offenders().isEmpty()) {
            text.append("-- No row may break this. To find those that do:\n");
            way.offenders().forEach(query -> text.append(comment("  " + query + ";")));
        }
        return text + String.join(";\n\n", way.sql()) + ";\n";
    }

    /** A name or literal may hold the end of a line, where a comment would end and its rest be run. */
    private static String comment(String text) {
        return "-- " + text.replaceAll("\\R|\r", "\n-- ") + "\n";
    }
}
