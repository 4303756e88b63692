package dev.plumbline.migrate;

/** What returns a session to how it was before a script ran in it. */
final class SessionReset {
    /**
     * What DISCARD ALL does, but for plans, which mean nothing, advisory locks, among which may be the runner's own (PostgreSQL 18
     * manual, DISCARD), and prepared statements. Ends with a blank, for more to follow.
     */
    static final String BUT_PREPARED = "RESET SESSION AUTHORIZATION; RESET ROLE; CLOSE ALL; UNLISTEN *; RESET ALL;"
            + " DISCARD TEMP; DISCARD SEQUENCES; ";

    /** For a session that holds nothing of ours. */
    static final String ALL = "DEALLOCATE ALL; " + BUT_PREPARED + "SELECT pg_advisory_unlock_all()";

    private SessionReset() {}
}
