package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.Version;
import dev.plumbline.sql.Canonical;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory held against a database's ledger.
 *
 * @param entries         in the layout's order; missing ones stand where their version belongs
 * @param schemaVersion   version of the newest applied migration
 * @param lastMigrationAt when the ledger last changed what is applied
 * @param notes           what the directory's reader noticed
 * @param runner          who is at work on the database at this moment, where that was looked for
 */
public record Status(
        List<Entry> entries,
        Optional<String> schemaVersion,
        Optional<Instant> lastMigrationAt,
        List<String> notes,
        Optional<LiveRunner> runner) {

    public Status {
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
    }

    /** The same status with that runner. */
    Status with(Optional<LiveRunner> live) {
        return new Status(entries, schemaVersion, lastMigrationAt, notes, live);
    }

    /** Whether everything is applied and nothing is unusual, but for migrations without a way back. */
    public boolean isClean() {
        return entries.stream()
                .allMatch(entry -> entry.state() == State.APPLIED
                        && entry.flags().stream().allMatch(flag -> flag == Entry.Flag.IRREVERSIBLE));
    }

    /** The entries in that state. */
    public List<Entry> in(State state) {
        return entries.stream().filter(entry -> entry.state() == state).toList();
    }

    /** Those that a run would apply, or go on with. */
    List<Entry> pending() {
        return entries.stream()
                .filter(entry ->
                        entry.state() != State.APPLIED && entry.migration().isPresent())
                .filter(entry -> !entry.covered())
                .toList();
    }

    static Status of(
            MigrationDirectory directory, List<Run> runs, Ledger ledger, Placeholders placeholders, Glances glances)
            throws SQLException {
        return new Builder(directory, runs, ledger, placeholders, glances).build();
    }

    private static final class Builder {
        private final MigrationDirectory directory;
        private final List<Run> runs;
        private final Ledger ledger;
        private final Placeholders placeholders;
        private final Glances glances;
        private final Map<String, Standing> standings;
        private final Comparator<Version> order;

        private Builder(
                MigrationDirectory directory,
                List<Run> runs,
                Ledger ledger,
                Placeholders placeholders,
                Glances glances) {
            this.glances = glances;
            this.directory = directory;
            this.runs = runs;
            this.ledger = ledger;
            this.placeholders = placeholders;
            this.standings = Standing.of(runs);
            this.order = directory.layout().order();
        }

        private Status build() throws SQLException {
            Optional<Version> newest = newestApplied();
            Optional<Migration> baseline = baseline(newest);
            List<Entry> entries = new ArrayList<>();
            Set<String> known = new HashSet<>();
            for (Migration migration : directory.migrations()) {
                known.add(migration.identity());
                if (migration.kind() == Kind.BASELINE
                        && baseline.filter(migration::equals).isEmpty()) {
                    continue;
                }
                entries.add(entry(migration, newest, baseline));
            }
            for (Run run : runs.reversed()) {
                Standing standing = standings.getOrDefault(run.identity(), Standing.UNKNOWN);
                boolean there = standing.state() == State.APPLIED || standing.state() == State.PARTIAL;
                if (known.add(run.identity()) && there) {
                    insertMissing(entries, run, standing);
                }
            }
            return new Status(entries, newest.map(Version::text), lastChange(), directory.notes(), Optional.empty());
        }

        private Optional<Version> newestApplied() {
            return standings.entrySet().stream()
                    .filter(entry -> entry.getValue().state() == State.APPLIED)
                    .filter(entry -> Kind.of(entry.getKey()) != Kind.REPEATABLE)
                    .map(entry -> new Version(
                            entry.getValue().applied().orElseThrow().version(),
                            directory.layout().version(entry.getKey()).key()))
                    .max(order);
        }

        /** Flyway's B script: stands for all up to its version in a database that has nothing yet, or where it was applied. */
        private Optional<Migration> baseline(Optional<Version> newest) {
            return directory.migrations().stream()
                    .filter(migration -> migration.kind() == Kind.BASELINE)
                    .filter(migration -> newest.isEmpty() || standing(migration).state() != State.PENDING)
                    .max((a, b) -> order.compare(a.version(), b.version()));
        }

        private Optional<Instant> lastChange() {
            return runs.stream()
                    .filter(run -> run.result() == Run.Result.DONE
                            || run.result() == Run.Result.RESOLVED
                            || run.result() == Run.Result.BASELINE
                            || run.hasProgress())
                    .map(run -> run.startedAt().plus(run.duration()))
                    .max(Comparator.naturalOrder());
        }

        private Entry entry(Migration migration, Optional<Version> newest, Optional<Migration> baseline)
                throws SQLException {
            Draft draft = new Draft(migration, standing(migration));
            Optional<Migration> covering = baseline.filter(b -> draft.isCoveredBy(b, order));
            if (covering.isPresent()) {
                draft.cover(covering.get(), standing(covering.get()).state());
            } else {
                if (draft.state == State.APPLIED) {
                    difference(migration, draft.standing.applied().orElseThrow())
                            .ifPresent(draft::differs);
                }
                if (draft.state == State.PARTIAL) {
                    draft.standing
                            .open()
                            .filter(run -> run.direction() == Direction.UP)
                            .flatMap(run -> changedPart(migration, run))
                            .ifPresent(draft::differs);
                }
                newest.filter(v -> order.compare(migration.version(), v) < 0).ifPresent(draft::isOlder);
            }
            if (draft.standing.state() != State.APPLIED) {
                // Those that are applied were looked at to be compared.
                glances.of(migration.up());
            }
            draft.notesTheWayBack(glances);
            draft.notesItsRuns();
            return draft.entry(covering.isPresent());
        }

        private Standing standing(Migration migration) {
            return standings.getOrDefault(migration.identity(), Standing.UNKNOWN);
        }

        private static String progress(Run run) {
            String what = run.direction() == Direction.UP ? "" : "rollback: ";
            String done = what + run.statementsDone() + " of " + run.statements() + " statements done";
            return run.intended()
                    .map(step -> done + "; statement " + step.first() + " was begun: " + firstLine(step.statement()))
                    .orElse(run.error().isEmpty() ? done : done + "; then failed: " + run.error());
        }

        private static String firstLine(String sql) {
            String line = sql.strip().lines().findFirst().orElse("");
            return line.length() > 100 ? line.substring(0, 100) + "…" : line;
        }

        /** Says which part of a half-run file is no longer what was run. */
        private Optional<String> changedPart(Migration migration, Run run) {
            if (glances.of(migration.up()).rawChecksum().equals(run.rawChecksum())) {
                return Optional.empty();
            }
            return Resume.changed(placeholders.read(migration, migration.up()), run)
                    .map(step -> (step.first() == step.last()
                                    ? "statement " + step.first() + " was run, and has"
                                    : "statements " + step.first() + " to " + step.last() + " were run, and have")
                            + " changed since");
        }

        /** Says where a file differs from what was applied; canonicalises only where the bytes differ. */
        private Optional<String> difference(Migration migration, Run run) throws SQLException {
            boolean sameBytes = migration.kind() != Kind.REPEATABLE
                    && glances.of(migration.up()).rawChecksum().equals(run.rawChecksum());
            if (run.rawChecksum().isEmpty() || sameBytes) {
                return Optional.empty();
            }
            ScriptText text = placeholders.read(migration, migration.up());
            if (text.rawChecksum().equals(run.rawChecksum())) {
                return Optional.empty();
            }
            int version = run.canonicaliser();
            if (!Canonical.knows(version)) {
                return Optional.of("differs from what was applied");
            }
            return text.checksums(version).script().equals(run.checksum())
                    ? Optional.empty()
                    : Optional.of(ChangedScript.describe(text, version, ledger.statementChecksums(run)));
        }

        private void insertMissing(List<Entry> entries, Run run, Standing standing) {
            Entry missing = new Entry(
                    run.identity(),
                    run.version(),
                    run.slug(),
                    Optional.empty(),
                    standing.state(),
                    EnumSet.of(Entry.Flag.MISSING),
                    standing.applied(),
                    standing.open(),
                    standing.failed(),
                    false,
                    standing.open().map(open -> List.of(progress(open))).orElse(List.of()));
            if (missing.kind() == Kind.REPEATABLE) {
                entries.add(missing);
                return;
            }
            Version version = directory.layout().version(run.identity());
            int at = 0;
            while (at < entries.size()
                    && entries.get(at).kind() != Kind.REPEATABLE
                    && order.compare(directory.layout().version(entries.get(at).identity()), version) < 0) {
                at++;
            }
            entries.add(at, missing);
        }
    }

    /** What is found out about a migration that has files, one thing after the other. */
    private static final class Draft {
        private final Migration migration;
        private final Standing standing;
        private final Set<Entry.Flag> flags = EnumSet.noneOf(Entry.Flag.class);
        private final List<String> remarks = new ArrayList<>();
        private State state;

        private Draft(Migration migration, Standing standing) {
            this.migration = migration;
            this.standing = standing;
            this.state = standing.state();
        }

        private boolean isCoveredBy(Migration baseline, Comparator<Version> order) {
            return migration.kind() == Kind.VERSIONED
                    && state == State.PENDING
                    && order.compare(migration.version(), baseline.version()) <= 0;
        }

        private void cover(Migration baseline, State itsState) {
            state = itsState;
            remarks.add("covered by baseline " + baseline.version().text());
        }

        private void differs(String difference) {
            if (migration.kind() == Kind.REPEATABLE) {
                state = State.PENDING;
                remarks.add("changed since it was applied, and will run again");
            } else {
                flags.add(Entry.Flag.CHANGED);
                remarks.add(difference);
            }
        }

        private void isOlder(Version newest) {
            if (migration.kind() == Kind.VERSIONED && (state == State.PENDING || state == State.FAILED)) {
                flags.add(Entry.Flag.OUT_OF_ORDER);
                remarks.add("older than " + newest.text() + ", which is applied");
            }
        }

        private void notesTheWayBack(Glances glances) {
            if (migration.kind() == Kind.VERSIONED) {
                Reversal.whyNot(migration, glances).ifPresent(why -> {
                    flags.add(Entry.Flag.IRREVERSIBLE);
                    remarks.add(why);
                });
            }
        }

        private void notesItsRuns() {
            if (state == State.PARTIAL) {
                standing.open().ifPresent(run -> remarks.add(Builder.progress(run)));
            }
            standing.failed()
                    .ifPresent(run -> remarks.add((run.direction() == Direction.UP ? "" : "rollback ") + "failed: "
                            + (run.error().isEmpty() ? "it broke off" : run.error()) + " (nothing of it stays)"));
        }

        private Entry entry(boolean covered) {
            return new Entry(
                    migration.identity(),
                    migration.version().text(),
                    migration.slug(),
                    Optional.of(migration),
                    state,
                    flags,
                    standing.applied(),
                    standing.open(),
                    standing.failed(),
                    covered,
                    remarks);
        }
    }
}
