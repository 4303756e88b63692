package dev.plumbline.migrate;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks at a database between the scripts of a rehearsal, in the session that runs them, and decides how it goes on. The session is in
 * no transaction then, and free of what the scripts set.
 */
public interface Examiner {
    /** How a rehearsal goes on. */
    enum Next {
        /** With what is left of the round. */
        GO_ON,
        /** With the next migration. */
        NEXT_ROUND,
        /** With the script that failed, or what is left of it: what it lacked is there now. */
        AGAIN,
        /** Not at all. */
        STOP
    }

    /** A round begins. */
    void begins(Round round, Session session) throws SQLException;

    /** What looks on while a script of the round runs; asked anew where it runs {@link Next#AGAIN}. */
    Probe probe(Round round, Pass pass, Session session) throws SQLException;

    /** A script has ended well. */
    Next passed(Round round, Pass pass, Duration took, Session session) throws SQLException;

    /** A script has failed. What it had not committed is rolled back. */
    Next failed(Round round, Pass pass, ProblemException problem, Session session) throws SQLException;

    /** The round is over; not where it was broken off by what is not the migration's affair. */
    void ends(Round round);
}
