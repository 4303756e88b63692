package dev.plumbline.report;

import dev.plumbline.db.LockWatch;
import dev.plumbline.migrate.Blockers;
import dev.plumbline.migrate.Direction;
import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Event;
import dev.plumbline.migrate.layout.Migration;
import java.util.List;
import java.util.Optional;

/** What happens during a run, as lines. */
public final class EventText {
    private EventText() {}

    /** The line of an event, or nothing where it is only progress. */
    public static Optional<String> line(Event event) {
        return text(event).map(text -> Lines.indented(text, 4));
    }

    private static Optional<String> text(Event event) {
        return switch (event) {
            case Event.RunnerBusy busy ->
                Optional.of(
                        "waiting for another runner, " + Durations.text(busy.waited()) + " so far: " + busy.holder());
            case Event.Started started ->
                started.resumedAt() > 1 && started.resumedAt() <= started.statements()
                        ? Optional.of("going on with " + name(started.migration()) + " at statement "
                                + started.resumedAt() + " of " + started.statements())
                        : Optional.empty();
            case Event.Progress _ -> Optional.empty();
            case Event.Waits waits -> Optional.of(waiting(waits.waiting()));
            case Event.Retry retry ->
                Optional.of("attempt " + (retry.attempt() - 1) + " of " + retry.attempts() + " failed at "
                        + retry.place() + ": " + retry.reason() + Blockers.inTheWay(retry.blockers())
                        + "; rolled back, next attempt in " + Durations.text(retry.pause()));
            case Event.Split split -> Optional.of("in steps from here: " + split.place() + ": " + split.reason());
            case Event.Orphan orphan ->
                Optional.of("backend " + orphan.pid() + " of a run that died is still at work"
                        + (orphan.statement().isEmpty() ? "" : " on: " + oneLine(orphan.statement()))
                        + "; " + orphan.action());
            case Event.Recovered recovered ->
                Optional.of("recovering " + recovered.place() + ": " + recovered.seen() + "; " + recovered.action());
            case Event.Notice notice -> Optional.of(notice.place() + ": " + notice.text());
            case Event.Finished finished -> Optional.of(finished(finished));
            case Event.Remark remark -> Optional.of(remark.text());
        };
    }

    /** What the running statement waits for. */
    public static String waiting(LockWatch.Waiting waiting) {
        String phase = waiting.phase().isEmpty() ? "" : waiting.phase() + "; ";
        List<LockWatch.Blocker> blockers = waiting.blockers();
        return "running for " + Durations.text(waiting.waited()) + ": " + phase
                + (blockers.isEmpty()
                        ? "waiting for nobody"
                        : "waiting for "
                                + String.join(
                                        "; ",
                                        blockers.stream()
                                                .map(Blockers::describe)
                                                .toList()));
    }

    private static String finished(Event.Finished finished) {
        String verb = finished.direction() == Direction.UP ? "applied      " : "rolled back  ";
        String locks = finished.locks().stream()
                .findFirst()
                .map(lock -> "; held " + RunReport.held(lock))
                .orElse("");
        int statements = finished.statements();
        return verb + name(finished.migration()) + "  " + statements + (statements == 1 ? " statement" : " statements")
                + " in " + Durations.text(finished.duration()) + locks;
    }

    static String name(Migration migration) {
        return migration.version().text() + (migration.slug().isEmpty() ? "" : " " + migration.slug());
    }

    private static String oneLine(String sql) {
        String flat = sql.strip().replaceAll("\\s+", " ");
        return flat.length() > 120 ? flat.substring(0, 120) + "…" : flat;
    }
}
