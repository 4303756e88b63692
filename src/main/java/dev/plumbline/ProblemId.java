package dev.plumbline;

import java.util.Locale;

/**
 * Every problem a user can meet, and the exit code it leads to. The name in lower case with hyphens is the id in messages.
 * A test holds each of them to a golden text that a real run printed.
 */
public enum ProblemId {
    /** A bug in Plumbline itself. */
    INTERNAL_ERROR(Kind.FAILED),

    /** An SQL file is not UTF-8 text. */
    NOT_UTF8(Kind.USAGE),
    /** An SQL file uses a {@code ${name}} that has no value. */
    PLACEHOLDER_UNKNOWN(Kind.USAGE),
    /** An SQL file holds a psql command, such as {@code \connect}, whose effect only psql can have. */
    PSQL_META_COMMAND(Kind.USAGE),
    /** Something else follows {@code COPY … FROM stdin;} on its line, where psql reads it after the data. */
    COPY_DATA_MISPLACED(Kind.USAGE),
    /** A string never ends. */
    UNTERMINATED_STRING(Kind.USAGE),
    /** A quoted identifier never ends. */
    UNTERMINATED_IDENTIFIER(Kind.USAGE),
    /** A dollar-quoted string never ends. */
    UNTERMINATED_DOLLAR_QUOTE(Kind.USAGE),
    /** A block comment never ends. */
    UNTERMINATED_COMMENT(Kind.USAGE),
    /** A {@code BEGIN ATOMIC} body of a function or procedure never ends. */
    UNTERMINATED_BODY(Kind.USAGE),
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
