package dev.plumbline.rehearse;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.Engine;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.Share;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.rows.Filled;
import dev.plumbline.rows.Filler;
import dev.plumbline.rows.Shape;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Applies migrations, rolls them back and applies them again, by the engine that later applies them where it matters, and measures what
 * their statements do.
 */
public final class Rehearsal {
    /** Makes what runs scripts. */
    @FunctionalInterface
    public interface Engines {
        Engine of(MigrationDirectory directory, Database database);
    }

    /**
     * What scripts run under.
     *
     * @param lockTimeout      how long a statement waits for a lock
     * @param statementTimeout how long a statement may run
     */
    public record Bounds(Duration lockTimeout, Duration statementTimeout) {}

    private final Engines engines;
    private final String ledgerSchema;
    private final Limits limits;
    private final Consumer<Rehearsed> told;
    private final Optional<Rows> rows;
    private final Map<QualifiedName, Filled> filled = new LinkedHashMap<>();
    private List<QualifiedName> unfilled = List.of();
    private final List<Rehearsed> migrations = new ArrayList<>();
    private String server = "";

    /**
     * What tables of a shadow are filled with.
     *
     * @param most so many rows a table gets at most
     */
    public record Rows(Shape shape, long most) {}

    /** {@code told} hears of each migration as soon as it is rehearsed. */
    public Rehearsal(
            Engines engines, String ledgerSchema, Limits limits, Consumer<Rehearsed> told, Optional<Rows> rows) {
        this.engines = engines;
        this.ledgerSchema = ledgerSchema;
        this.limits = limits;
        this.told = told;
        this.rows = rows;
    }

    /** A migration directory, and what shadows are made of it. */
    public record Scripts(MigrationDirectory directory, PlaceholderValues placeholders, Replayer replayer) {}

    /**
     * Rehearses what is pending on shadows that hold what is applied. Where a migration leaves another schema than it should, the next
     * one begins on a new shadow, made by the scripts that apply.
     *
     * @param notes hear of what was done for the scripts' sake
     * @throws ProblemException those of replaying what is applied, {@code shadow-extension-missing} and {@code shadow-server-wide} of
     *     what is pending, and {@code shadow-broke}
     */
    public Outcome onShadow(Scripts scripts, Share share, Bounds bounds, Consumer<String> notes) {
        List<Migration> done = new ArrayList<>(share.applied());
        List<Migration> left = new ArrayList<>(share.pending());
        boolean first = true;
        while (!left.isEmpty()) {
            int before = migrations.size();
            boolean astray;
            try (Replayed shadow = replayed(scripts, done)) {
                if (first) {
                    shadow.notes().forEach(notes);
                    shadow.refuseServerWide(scripts.replayer()
                            .scriptsWithDown(scripts.directory().only(left), scripts.placeholders(), ledgerSchema));
                    first = false;
                }
                Help help = new Help(scripts, share, shadow, notes);
                Database database = shadow.forRuns(bounds.lockTimeout(), bounds.statementTimeout());
                Optional<Filler> filler = rows.map(it -> new Filler(it.shape(), it.most()));
                try {
                    astray = rehearse(scripts.directory().only(left), database, true, filler, help::with);
                } catch (ProblemException e) {
                    throw Breakdown.of(e, shadow, filler.flatMap(Filler::filling));
                }
            }
            int rehearsed = migrations.size() - before;
            done.addAll(left.subList(0, rehearsed));
            left.subList(0, rehearsed).clear();
            if (!astray) {
                break;
            }
        }
        return outcome(left);
    }

    private Replayed replayed(Scripts scripts, List<Migration> some) {
        return scripts.replayer().migrations(scripts.directory().only(some), scripts.placeholders(), ledgerSchema);
    }

    /**
     * Rehearses what is pending on a database that others may use. It ends with the first migration that leaves another schema than it
     * should.
     *
     * @param pending what that is, to name what was left out
     */
    public Outcome on(MigrationDirectory directory, Database database, List<Migration> pending) {
        rehearse(directory, database, false, Optional.empty(), _ -> false);
        return outcome(pending.subList(Math.min(migrations.size(), pending.size()), pending.size()));
    }

    private boolean rehearse(
            MigrationDirectory directory,
            Database database,
            boolean alone,
            Optional<Filler> filler,
            Examination.Help help) {
        String source = directory.path().toString();
        try (Examination examination =
                new Examination(database, source, ledgerSchema, alone, help, rehearsed -> tell(rehearsed), filler)) {
            engines.of(directory, database).rehearse(examination);
            server = examination.server();
            return examination.isAstray();
        } finally {
            filler.ifPresent(it -> {
                it.filled().forEach(table -> filled.putIfAbsent(table.table(), table));
                unfilled = it.missing();
            });
        }
    }

    private void tell(Rehearsed rehearsed) {
        migrations.add(rehearsed);
        told.accept(rehearsed);
    }

    private Outcome outcome(List<Migration> left) {
        return new Outcome(server, migrations, left, limits, List.copyOf(filled.values()), unfilled);
    }

    /** What a shadow lacks that the target may have. */
    private final class Help {
        private final Scripts scripts;
        private final Share share;
        private final Replayed shadow;
        private final Consumer<String> notes;
        private final Set<String> roles = new HashSet<>();

        private Help(Scripts scripts, Share share, Replayed shadow, Consumer<String> notes) {
            this.scripts = scripts;
            this.share = share;
            this.shadow = shadow;
            this.notes = notes;
        }

        private boolean with(ProblemException problem) {
            if (!(problem.getCause() instanceof SQLException cause)) {
                return false;
            }
            SqlFailure failure = SqlFailure.of(cause);
            Optional<String> role = failure.missingRole();
            if (role.isPresent()) {
                boolean made = roles.add(role.get()) && shadow.makeRole(role.get());
                if (made) {
                    notes.accept(problem.problem().at().getFirst() + ": role \"" + role.get()
                            + "\" does not exist on the shadow: it was made there, without a login");
                }
                return made;
            }
            if (failure.missingExtension().isPresent()) {
                // A replay says what else is missing, and what to do about it.
                List<Migration> all = new ArrayList<>(share.applied());
                all.addAll(share.pending());
                replayed(scripts, all).close();
            }
            return false;
        }
    }
}
