package dev.plumbline;

import java.util.Locale;

/**
 * Every problem a user can meet, and the exit code it leads to. The name in lower case with hyphens is the id in messages.
 * A test holds each of them to a golden text that a real run printed.
 */
public enum ProblemId {
    /** A bug in Plumbline itself. */
    INTERNAL_ERROR(Kind.FAILED),
    /** The embedded PostgreSQL did not come up; its last log lines are in the message. */
    EMBEDDED_START_FAILED(Kind.FAILED),
    /** There are no embedded PostgreSQL binaries for this operating system and processor. */
    EMBEDDED_UNSUPPORTED_PLATFORM(Kind.USAGE),
    /** The directory for unpacked binaries and throwaway servers cannot be written. */
    CACHE_UNWRITABLE(Kind.USAGE),
    ;

    /** What sort of failure it is; decides the exit code. */
    public enum Kind {
        /** The command line or a configuration or migration file is wrong; nothing was tried. */
        USAGE(2),
        /** The database or a statement failed. */
        FAILED(3),
        /** A guardrail stopped a command that could have run. */
        GUARDRAIL(4);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    ProblemId(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The id as users see and type it, such as {@code statement-failed}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
