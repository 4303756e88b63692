package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.db.Traces;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * One runner at a time: a session advisory lock, held by the very session that runs the migrations, so that it lasts exactly as
 * long as their work, even when the client dies first. Waiting polls between transactions, since a session blocked in {@code
 * pg_advisory_lock} holds a snapshot that concurrent index builds would wait for.
 */
final class RunnerLock {
    /** "plum" in ASCII: keeps our keys apart from an application's own. */
    private static final int CLASS = 0x706C756D;

    private final Session session;
    private final Settings settings;
    private final Consumer<Event> events;
    private final Interruption interruption;
    private final int key;
    private final String patient;
    private final Traces.Advisory ours;

    /** {@code patient} is the command that waits longer; empty where there is none. */
    RunnerLock(Session session, Settings settings, Consumer<Event> events, Interruption interruption, String patient) {
        this.patient = patient;
        this.session = session;
        this.settings = settings;
        this.events = events;
        this.interruption = interruption;
        this.key = key(settings);
        this.ours = new Traces.Advisory(CLASS, Integer.toUnsignedLong(key), 2);
    }

    void acquire() throws SQLException {
        long start = System.nanoTime();
        // A runner that has just ended is gone in a moment, and not worth a line.
        long nextReport = 400;
        while (!tryLock()) {
            if (interruption.requested()) {
                throw Problem.of(ProblemId.INTERRUPTED, "interrupted while waiting for another runner")
                        .state("nothing was changed by this run")
                        .remedy("run the same command again")
                        .exception();
            }
            Optional<LiveRunner> holder = holder();
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (holder.isPresent()) {
                boolean dead = holder.get().gone();
                if (dead && settings.terminateOrphans()) {
                    LiveRunner orphan = holder.get();
                    events.accept(
                            new Event.Orphan(orphan.pid(), "", orphan.age().orElse(Duration.ZERO), "terminated"));
                    session.is("SELECT pg_terminate_backend(?)", orphan.pid());
                } else if (waited.toMillis() >= nextReport) {
                    String note = dead
                            ? "; that process is gone, the server will notice within seconds"
                                    + " (--terminate-orphans ends it now)"
                            : "";
                    events.accept(new Event.RunnerBusy(holder.get().describe() + note, waited));
                    nextReport = waited.toMillis() + 5_000;
                }
            }
            if (waited.compareTo(settings.patience()) >= 0) {
                throw busy(holder, waited);
            }
            Pause.millis(100 + ThreadLocalRandom.current().nextInt(150));
        }
    }

    private RuntimeException busy(Optional<LiveRunner> holder, Duration waited) {
        String enough = settings.patience().isZero()
                ? ", and with a wait of 0 it is not waited for: "
                : ", and waiting " + Durations.text(waited) + " for it was not enough: ";
        return Problem.of(
                        ProblemId.RUNNER_BUSY,
                        "another runner is at work" + enough
                                + holder.map(LiveRunner::describe).orElse("it has just ended"))
                .state("nothing was changed by this run")
                .remedy(
                        patient.isEmpty()
                                ? "wait for it, then run the same command again"
                                : "wait for it, or allow more time: " + patient,
                        holder.map(h -> "if it hangs: SELECT pg_terminate_backend(" + h.pid() + ")")
                                .orElse("run the same command again"))
                .exception();
    }

    /** Whether the session's advisory locks are this runner's and nothing else. */
    boolean isAlone(List<Traces.Advisory> held) {
        return held.equals(List.of(ours));
    }

    /**
     * After a migration: takes the lock again where the migration gave it away ({@code pg_advisory_unlock_all}, {@code DISCARD
     * ALL}), and releases what the migration left locked.
     *
     * @param held the session's advisory locks now
     */
    void verify(List<Traces.Advisory> held) throws SQLException {
        for (Traces.Advisory lock : held) {
            if (!lock.equals(ours)) {
                release(lock);
            }
        }
        if (!held.contains(ours) && !tryLock()) {
            throw Problem.of(
                            ProblemId.RUNNER_LOCK_LOST,
                            "the migration released this runner's lock, and another runner took it")
                    .state("what was reported as applied is applied and recorded")
                    .remedy("remove pg_advisory_unlock_all() or DISCARD ALL from the migration, then run the same"
                            + " command again")
                    .exception();
        }
    }

    private void release(Traces.Advisory lock) throws SQLException {
        // Each level and both modes: the migration may have locked more than once.
        String arguments = lock.form() == 2
                ? (int) lock.classId() + ", " + (int) lock.objectId()
                : Long.toString(lock.classId() << 32 | lock.objectId());
        for (String function : List.of("pg_advisory_unlock", "pg_advisory_unlock_shared")) {
            boolean released = true;
            while (released) {
                released = session.is("SELECT " + function + "(" + arguments + ")");
            }
        }
    }

    /** Gives the lock back before the server notices by itself that the session has ended. */
    void release() throws SQLException {
        session.is("SELECT pg_advisory_unlock(?, ?)", CLASS, key);
    }

    private boolean tryLock() throws SQLException {
        return session.is("SELECT pg_try_advisory_lock(?, ?)", CLASS, key);
    }

    private Optional<LiveRunner> holder() throws SQLException {
        return holder(session, settings);
    }

    /** Who holds the lock of a ledger's runners now. */
    static Optional<LiveRunner> holder(Session session, Settings settings) throws SQLException {
        return LiveRunner.find(session, CLASS, Integer.toUnsignedLong(key(settings)));
    }

    private static int key(Settings settings) {
        return settings.ledgerSchema().hashCode();
    }
}
