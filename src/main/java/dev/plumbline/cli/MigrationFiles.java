package dev.plumbline.cli;

import dev.plumbline.migrate.layout.Layout;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.rehearse.DownScripts;
import dev.plumbline.rehearse.Proposal;
import dev.plumbline.rehearse.Way;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Writes proposed migrations as files of a directory, named as its others are. */
final class MigrationFiles {
    private final MigrationDirectory before;
    private final DirectoryState state;

    /** {@code before} is the directory as it was when the command read it. */
    MigrationFiles(MigrationDirectory before) {
        this.before = before;
        this.state = DirectoryState.of(before);
    }

    /** The text of a migration's files, which are not written. */
    static String text(Proposal.Migration migration) {
        return "-- " + migration.slug() + "\n" + up(migration) + "\n-- to undo it:\n" + down(migration);
    }

    /**
     * Writes the files of all the migrations, after all that are there; returns their paths.
     *
     * @param layout the layout's name where the configuration gives one
     * @param again  the command, to be typed again where it fails
     * @throws dev.plumbline.ProblemException {@code file-unwritable}, or {@code directory-changed} where the directory is no
     *     longer what it was; nothing is written then
     */
    List<String> write(List<Proposal.Migration> migrations, Optional<String> layout, String again) {
        try (CreatedFiles files = CreatedFiles.in(before.path(), again)) {
            refuseChanges(layout, again);
            MigrationDirectory there = before;
            for (Proposal.Migration migration : migrations) {
                there = write(migration, there, files);
            }
            files.keep();
            return files.paths();
        }
    }

    /** Throws {@code directory-changed} where the directory is no longer what it was. */
    void refuseChanges(Optional<String> layout, String again) {
        state.refuseChanges(MigrationDirectory.readOrEmpty(before.path(), layout), again);
    }

    /** Writes one after those that are there; returns what is there then. */
    private MigrationDirectory write(Proposal.Migration migration, MigrationDirectory there, CreatedFiles files) {
        Path up = there.layout()
                .newFiles(migration.slug(), there.migrations(), LocalDateTime.now(Clock.systemUTC()))
                .getFirst()
                .path();
        Path target = before.path().resolve(up);
        files.create(target, up(migration));
        // Only its layout knows what the new one is and where its down script belongs.
        MigrationDirectory now = MigrationDirectory.readOrEmpty(
                before.path(), Optional.of(before.layout().name()));
        downPath(now, target).ifPresent(path -> files.create(path, down(migration)));
        if (migration.alone()) {
            before.layout()
                    .outsideTransactions(up)
                    .ifPresent(file -> files.create(before.path().resolve(file.path()), file.content()));
        }
        return now;
    }

    private static Optional<Path> downPath(MigrationDirectory directory, Path up) {
        Layout layout = directory.layout();
        return directory.migrations().stream()
                .filter(migration -> migration.up().path().equals(up))
                .findFirst()
                .flatMap((Migration migration) -> layout.down(migration));
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
        if (way.alone()) {
            text.append("-- A transaction cannot use a label that it has added.\n-- plumb:no-transaction\n");
        }
        if (!way.offenders().isEmpty()) {
            text.append("-- No row may break this. To find those that do:\n");
            way.offenders().forEach(query -> text.append(comment("  " + query + ";")));
        }
        way.away()
                .forEach(partition ->
                        text.append(comment("From here until another migration attaches it again, queries of"
                                + " its table do not see the rows of " + partition + ".")));
        return text + String.join(";\n\n", way.sql()) + ";\n";
    }

    /** A name or literal may hold the end of a line, where a comment would end and its rest be run. */
    private static String comment(String text) {
        return "-- " + text.replaceAll("\\R|\r", "\n-- ") + "\n";
    }
}
