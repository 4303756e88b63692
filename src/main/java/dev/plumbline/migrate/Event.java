package dev.plumbline.migrate;

import dev.plumbline.db.HeldLocks;
import dev.plumbline.db.LockWatch;
import dev.plumbline.migrate.layout.Migration;
import java.time.Duration;
import java.util.List;

/** What happens while the engine works, for whoever watches. */
public sealed interface Event {
    /** Another runner holds the lock. {@code holder} describes it in words; {@code waited} so far. */
    record RunnerBusy(String holder, Duration waited) implements Event {}

    /** A script starts. {@code resumedAt} is the first statement to run, 1 unless an earlier run did some. */
    record Started(Migration migration, Direction direction, int statements, int resumedAt) implements Event {}

    /** A statement starts; both 1-based. */
    record Progress(Migration migration, int statement, int statements) implements Event {}

    /** The running statement waits, or reports its phase. */
    record Waits(LockWatch.Waiting waiting) implements Event {}

    /** A lock could not be had; the transaction was rolled back and is tried again after {@code pause}. */
    record Retry(
            int attempt, int attempts, Duration pause, String reason, List<LockWatch.Blocker> blockers, String place)
            implements Event {}

    /** The server would not run the statement in the transaction; the script goes on in steps. */
    record Split(String place, String reason) implements Event {}

    /** A backend of a run that died is still at work. {@code action} says what is done about it. */
    record Orphan(int pid, String statement, Duration age, String action) implements Event {}

    /** What was found after a run that broke off, and what is done about it. */
    record Recovered(String place, String seen, String action) implements Event {}

    /** The server said something beside results. */
    record Notice(String place, String text) implements Event {}

    /** A script has ended well. */
    record Finished(
            Migration migration, Direction direction, int statements, Duration duration, List<HeldLocks.Held> locks)
            implements Event {}

    /** Something worth a line, already in words. */
    record Remark(String text) implements Event {}
}
