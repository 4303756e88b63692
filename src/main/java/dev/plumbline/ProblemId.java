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

    // The command line and the configuration.

    /** The arguments do not fit the command. */
    USAGE(Kind.USAGE),
    /** plumb.yml cannot be read, is not YAML, or holds a key or value that is not known. */
    CONFIG_INVALID(Kind.USAGE),
    /** No database was named. */
    URL_MISSING(Kind.USAGE),
    /** The database URL cannot be understood. */
    URL_INVALID(Kind.USAGE),

    /** A file of a new migration cannot be written. */
    FILE_UNWRITABLE(Kind.USAGE),
    /** Somebody changed the migration directory while a command worked out what to write there. */
    DIRECTORY_CHANGED(Kind.GUARDRAIL),

    // The embedded server.

    /** The embedded PostgreSQL did not come up; its last log lines are in the message. */
    EMBEDDED_START_FAILED(Kind.FAILED),
    /** There are no embedded PostgreSQL binaries for this operating system and processor. */
    EMBEDDED_UNSUPPORTED_PLATFORM(Kind.USAGE),
    /** The directory for unpacked binaries and throwaway servers cannot be written. */
    CACHE_UNWRITABLE(Kind.USAGE),

    // Connecting.

    /** No server answers at the host and port. */
    SERVER_UNREACHABLE(Kind.FAILED),
    /** The server is starting, stopping or full. */
    SERVER_NOT_READY(Kind.FAILED),
    /** The server is older than the oldest that is supported. */
    SERVER_TOO_OLD(Kind.FAILED),
    /** User or password are wrong. */
    LOGIN_REFUSED(Kind.FAILED),
    /** An encrypted connection was asked for and could not be had. */
    ENCRYPTION_FAILED(Kind.FAILED),
    /** There is no such database. */
    DATABASE_MISSING(Kind.FAILED),
    /** A setting or role of the session is refused. */
    SESSION_REFUSED(Kind.FAILED),
    /** The server or the session takes no writes. */
    DATABASE_READ_ONLY(Kind.FAILED),
    /** A pooler stands between, behind which session locks do not hold. */
    POOLER_REFUSED(Kind.FAILED),
    /** The connection broke while something ran. */
    CONNECTION_LOST(Kind.FAILED),

    // Sources.

    /** What was named is no source that can be read. */
    SOURCE_UNKNOWN(Kind.USAGE),
    /** The catalog of a database cannot be read. */
    CATALOG_UNREADABLE(Kind.FAILED),

    // The ledger and the runner.

    /** The ledger cannot be created, read or written. */
    LEDGER_NOT_WRITABLE(Kind.FAILED),
    /** The server refused a query of Plumbline's own. */
    QUERY_REFUSED(Kind.FAILED),
    /** The ledger is there and not whole, or what stands in its place is something else. */
    LEDGER_DAMAGED(Kind.FAILED),
    /** A newer Plumbline wrote the ledger. */
    LEDGER_NEWER(Kind.FAILED),
    /** Another runner holds the lock. */
    RUNNER_BUSY(Kind.FAILED),
    /** A migration gave the runner's lock away. */
    RUNNER_LOCK_LOST(Kind.FAILED),
    /** A backend of a dead run is still at work. */
    ORPHAN_AT_WORK(Kind.FAILED),
    /** After a crash the catalog does not show what became of a statement. */
    CATALOG_CANNOT_TELL(Kind.FAILED),

    // Running migrations.

    /** A statement failed. */
    STATEMENT_FAILED(Kind.FAILED),
    /** The server cancelled a statement: a timeout, or somebody. */
    STATEMENT_CANCELLED(Kind.FAILED),
    /** An index that a migration creates with IF NOT EXISTS is there, and invalid. */
    INDEX_INVALID(Kind.FAILED),
    /** A lock could not be had in all attempts. */
    LOCK_RETRIES_EXHAUSTED(Kind.FAILED),
    /** Somebody pressed Ctrl-C, or the process was asked to end. */
    INTERRUPTED(Kind.FAILED),
    /** A file begins a transaction and does not commit it. */
    TRANSACTION_LEFT_OPEN(Kind.USAGE),
    /** A file rolls back or prepares a transaction. */
    TRANSACTION_STATEMENT_REFUSED(Kind.USAGE),
    /** A file changes a setting without which what follows is not read as it is written, such as client_encoding. */
    SETTING_REFUSED(Kind.USAGE),
    /** No migration has this version. */
    VERSION_UNKNOWN(Kind.USAGE),

    // Guardrails.

    /** An applied migration's file is no longer what was applied. */
    MIGRATION_CHANGED(Kind.GUARDRAIL),
    /** The part of a partial migration that was run has changed. */
    PARTIAL_CHANGED(Kind.GUARDRAIL),
    /** A pending migration is still what {@code plumb new} wrote. */
    TEMPLATE_UNTOUCHED(Kind.GUARDRAIL),
    /** A pending migration is older than the newest applied one. */
    OUT_OF_ORDER(Kind.GUARDRAIL),
    /** An applied migration has no file. */
    MIGRATION_MISSING(Kind.GUARDRAIL),
    /** A migration to be rolled back has no down script. */
    DOWN_MISSING(Kind.GUARDRAIL),
    /** A migration to be rolled back says that it cannot be. */
    IRREVERSIBLE(Kind.GUARDRAIL),
    /** A rollback broke off and must be finished first. */
    ROLLBACK_UNFINISHED(Kind.GUARDRAIL),
    /** The database has a history already, or the migration is not in the state that the command is for. */
    MARKING_REFUSED(Kind.GUARDRAIL),

    // The shadow, and what is replayed in it.

    /** The binaries of the PostgreSQL version that the shadow is to have are not here and cannot be fetched. */
    SHADOW_VERSION_UNAVAILABLE(Kind.FAILED),
    /** The throwaway server went down, or has no space for rows. */
    SHADOW_BROKE(Kind.FAILED),
    /** Rows are to be made like those of a database that has no statistics. */
    STATISTICS_MISSING(Kind.FAILED),
    /** A script creates an extension that the shadow does not have. */
    SHADOW_EXTENSION_MISSING(Kind.FAILED),
    /** {@code shadow.url} names the database that the work is about. */
    SHADOW_IS_TARGET(Kind.USAGE),
    /** A script would change more of the user's server than the shadow's own database. */
    SHADOW_SERVER_WIDE(Kind.USAGE),
    /** A statement failed while scripts were replayed in a shadow. */
    REPLAY_FAILED(Kind.FAILED),
    /** A schema could not be made on a shadow, or a plan not run there. */
    WORKSHOP_FAILED(Kind.FAILED),
    /** A plan or a generated migration loses data, and nobody has allowed that. */
    DESTRUCTIVE_REFUSED(Kind.GUARDRAIL),
    /** An answer to a question about renames names what is not dropped or made. */
    RENAME_UNKNOWN(Kind.USAGE),
    /** A file given as SQL is something else. */
    NOT_SQL(Kind.USAGE),
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
