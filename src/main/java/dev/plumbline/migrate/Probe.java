package dev.plumbline.migrate;

import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Looks on while a script runs, from inside the session that runs it: around each statement and, where that has a transaction, inside
 * of it. What it asks the server locks nothing that others use, and leaves the session as it was.
 */
public interface Probe {
    /** Sees nothing, and costs nothing. */
    Probe NONE = () -> false;

    /** Whether it looks at all. A transaction begins in a round trip of its own then. */
    boolean looks();

    /** Settings that hold while scripts run, as statements that each end with a semicolon; may be empty. */
    default String settings() {
        return "";
    }

    /** A statement is sent next. {@code alone} says that it runs in no transaction. */
    default void before(Statement statement, boolean alone) throws SQLException {}

    /** It has ended well; {@code took} is from sending it to its answer. */
    default void after(Statement statement, boolean alone, Duration took) throws SQLException {}

    /** What was seen since the last commit is committed, and its locks are released. */
    default void committed() {}

    /** What was seen since the last commit is rolled back; some of it may run again. */
    default void rolledBack() {}

    /** Takes what the server said to it, each as {@code SEVERITY: text}; returns the rest, which is said to the user. */
    default List<String> notices(List<String> notices) {
        return notices;
    }
}
