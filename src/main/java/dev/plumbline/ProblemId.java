package dev.plumbline;

import java.util.Locale;

/**
 * Every problem a user can meet, and the exit code it leads to. The name in lower case with hyphens is the id in messages.
 * A test holds each of them to a golden text that a real run printed.
 */
public enum ProblemId {
    /** A bug in Plumbline itself. */
    INTERNAL_ERROR(Kind.FAILED),

    /** The migration directory does not exist, or is a file. */
    DIRECTORY_MISSING(Kind.USAGE),
    /** The migration directory holds no migration of the layout asked for, or of any. */
    NO_MIGRATIONS(Kind.USAGE),
    /** The migration directory holds files of two layouts. */
    LAYOUT_AMBIGUOUS(Kind.USAGE),
    /** The layout named on the command line or in plumb.yml is none of those there are. */
    LAYOUT_UNKNOWN(Kind.USAGE),
    /** Two migrations have the same version. */
    VERSION_DUPLICATE(Kind.USAGE),
    /** A migration can be undone but not applied: its up file is not there. */
    UP_MISSING(Kind.USAGE),
    /** A migration file or directory cannot be read. */
    FILE_UNREADABLE(Kind.USAGE),
    /** The name given to a new migration cannot become part of a file name. */
    SLUG_INVALID(Kind.USAGE),
    /** The migrations are written for a database other than PostgreSQL. */
    PROVIDER_UNSUPPORTED(Kind.USAGE),
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
