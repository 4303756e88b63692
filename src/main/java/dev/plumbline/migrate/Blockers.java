package dev.plumbline.migrate;

import dev.plumbline.db.LockWatch;
import java.util.List;
import java.util.stream.Collectors;

/** Names who stands in the way. */
public final class Blockers {
    private Blockers() {}

    /** {@code ; in the way: pid 12 (…)}, or nothing where nobody was seen. */
    public static String inTheWay(List<LockWatch.Blocker> blockers) {
        return blockers.isEmpty()
                ? ""
                : "; in the way: " + blockers.stream().map(Blockers::describe).collect(Collectors.joining("; "));
    }

    /** {@code pid 12 (psql, user app, idle in transaction for 3 min): SELECT …}. */
    public static String describe(LockWatch.Blocker blocker) {
        String name = blocker.application().isEmpty() ? "" : RunnerName.describe(blocker.application()) + ", ";
        String query = blocker.query().isEmpty() ? "" : ": " + blocker.query();
        return "pid " + blocker.pid() + " (" + name + "user " + blocker.user() + ", " + blocker.state() + " for "
                + Durations.text(blocker.age()) + ")" + query;
    }
}
