package dev.plumbline.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Migrations of every kind there is, each with queries that tell what of it is in a database. */
final class CrashProject {
    /** What the migrations find. */
    static final String BASE = """
            CREATE TYPE mood AS ENUM ('ok');
            CREATE TYPE level AS ENUM ('low');
            CREATE TABLE account (id int PRIMARY KEY, email text NOT NULL, name text, balance int NOT NULL, body text);
            INSERT INTO account SELECT i, i || '@example.com', 'name ' || i % 700, i, repeat('text ', i % 50)
            FROM generate_series(1, 4000) i;
            CREATE INDEX account_balance_idx ON account (balance);
            CREATE TABLE setting (level level);
            CREATE TABLE journal (line text);
            CREATE TABLE counter (n int NOT NULL);
            INSERT INTO counter VALUES (0);
            CREATE TABLE event (id int, part int NOT NULL) PARTITION BY LIST (part);
            CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1);
            CREATE TABLE event_2 PARTITION OF event FOR VALUES IN (2);
            INSERT INTO event SELECT i, 1 + i % 2 FROM generate_series(1, 2000) i;
            CREATE SCHEMA app;
            CREATE TABLE app.thing (a int, b int);
            INSERT INTO app.thing SELECT i, i % 100 FROM generate_series(1, 2000) i;
            CREATE INDEX thing_b_idx ON app.thing (b);
            """;

    /**
     * What one statement does.
     *
     * @param up     the statement of the up script, 1-based, that does it
     * @param down   the statement of the down script that undoes it
     * @param there  condition: all of it is there
     * @param absent condition: nothing of it is there
     */
    record Effect(int up, int down, String there, String absent) {
        static Effect of(int up, int down, String there) {
            return new Effect(up, down, there, "NOT (" + there + ")");
        }

        static Effect index(int up, int down, String name) {
            return new Effect(up, down, valid(name), gone(name));
        }

        static Effect noIndex(int up, int down, String name) {
            return new Effect(up, down, gone(name), valid(name));
        }

        static Effect line(int up, int down, String line) {
            String count = "(SELECT count(*) FROM journal WHERE line = '" + line + "')";
            return new Effect(up, down, count + " = 1", count + " = 0");
        }

        private static String valid(String name) {
            return "SELECT count(*) = 1 FROM pg_index WHERE indexrelid = to_regclass('" + name + "') AND indisvalid";
        }

        private static String gone(String name) {
            return "to_regclass('" + name + "') IS NULL";
        }
    }

    /** A migration. {@code parkUp} is a table whose writers hold up a statement that runs alone, or empty. */
    record Sample(String up, String down, String parkUp, String parkDown, List<Effect> effects) {
        private static final Pattern BUILD = Pattern.compile("CREATE (UNIQUE )?INDEX|REINDEX");
        private static final Pattern CHANGE = Pattern.compile("(ALTER TABLE|UPDATE) account");

        private String script(Direction direction) {
            return direction == Direction.UP ? up : down;
        }

        String park(Direction direction) {
            return direction == Direction.UP ? parkUp : parkDown;
        }

        boolean buildsIndex(Direction direction) {
            return BUILD.matcher(script(direction)).find();
        }

        int concurrentStatements(Direction direction) {
            return script(direction).split("CONCURRENTLY", -1).length - 1;
        }

        /** Whether a lock on the table {@code account} holds it up in a transaction, and not before. */
        boolean changesAccount(Direction direction) {
            return CHANGE.matcher(script(direction)).find() && concurrentStatements(direction) == 0;
        }
    }

    private static String column(String name) {
        return "SELECT count(*) = 1 FROM pg_attribute WHERE attrelid = 'account'::regclass AND NOT attisdropped"
                + " AND attname = '" + name + "'";
    }

    private static String label(String type, String label) {
        return "SELECT count(*) = 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE typname = '" + type
                + "' AND enumlabel = '" + label + "'";
    }

    static final List<Sample> SAMPLES = List.of(
            new Sample(
                    """
                    CREATE TABLE note (id int PRIMARY KEY, body text);
                    INSERT INTO note SELECT i, 'note ' || i FROM generate_series(1, 2000) i;
                    ALTER TABLE account ADD COLUMN flag boolean NOT NULL DEFAULT false;
                    """,
                    "ALTER TABLE account DROP COLUMN flag;\nDROP TABLE note;\n",
                    "",
                    "",
                    List.of(Effect.of(1, 2, "to_regclass('note') IS NOT NULL"), Effect.of(3, 1, column("flag")))),
            new Sample(
                    """
                    BEGIN;
                    ALTER TYPE mood ADD VALUE 'great';
                    COMMIT;
                    BEGIN;
                    ALTER TABLE account ADD COLUMN mood mood DEFAULT 'ok';
                    UPDATE account SET mood = 'great' WHERE id % 2 = 0;
                    COMMIT;
                    """,
                    """
                    ALTER TABLE account DROP COLUMN mood;
                    DROP TYPE mood;
                    CREATE TYPE mood AS ENUM ('ok');
                    """, "", "", List.of(Effect.of(2, 3, label("mood", "great")), Effect.of(5, 1, column("mood")))),
            // No BEGIN and COMMIT of its own: the server refuses to use the new value, and the script is cut there.
            new Sample(
                    "ALTER TYPE level ADD VALUE 'high';\nINSERT INTO setting VALUES ('high');\n",
                    """
                    DELETE FROM setting;
                    ALTER TABLE setting ALTER COLUMN level TYPE text;
                    DROP TYPE level;
                    CREATE TYPE level AS ENUM ('low');
                    ALTER TABLE setting ALTER COLUMN level TYPE level USING level::level;
                    """,
                    "",
                    "",
                    List.of(
                            Effect.of(1, 3, label("level", "high")),
                            new Effect(
                                    2, 1, "(SELECT count(*) FROM setting) = 1", "(SELECT count(*) FROM setting) = 0"))),
            new Sample(
                    "CREATE INDEX CONCURRENTLY account_email_idx ON account (email);\n",
                    "DROP INDEX CONCURRENTLY account_email_idx;\n",
                    "account",
                    "account",
                    List.of(Effect.index(1, 1, "account_email_idx"))),
            new Sample(
                    "CREATE INDEX CONCURRENTLY ON account (name);\n",
                    "DROP INDEX CONCURRENTLY account_name_idx;\n",
                    "account",
                    "account",
                    List.of(Effect.index(1, 1, "account_name_idx"))),
            new Sample(
                    """
                    CREATE UNIQUE INDEX CONCURRENTLY account_email_key ON account (email);
                    ALTER TABLE account ADD CONSTRAINT account_email_key UNIQUE USING INDEX account_email_key;
                    """,
                    "ALTER TABLE account DROP CONSTRAINT account_email_key;\n",
                    "account",
                    "",
                    List.of(
                            Effect.index(1, 1, "account_email_key"),
                            Effect.of(
                                    2,
                                    1,
                                    "SELECT count(*) = 1 FROM pg_constraint WHERE conname = 'account_email_key'"))),
            new Sample(
                    "CREATE INDEX CONCURRENTLY account_lower_idx ON account (lower(email), (balance + 1)) WHERE id > 9;\n",
                    "DROP INDEX CONCURRENTLY account_lower_idx;\n",
                    "account",
                    "account",
                    List.of(Effect.index(1, 1, "account_lower_idx"))),
            new Sample(
                    "DROP INDEX CONCURRENTLY account_balance_idx;\n",
                    "CREATE INDEX CONCURRENTLY account_balance_idx ON account (balance);\n",
                    "account",
                    "account",
                    List.of(Effect.noIndex(1, 1, "account_balance_idx"))),
            new Sample(
                    "REINDEX INDEX CONCURRENTLY account_email_idx;\nREINDEX TABLE CONCURRENTLY account;\n",
                    "REINDEX (CONCURRENTLY) TABLE account;\n",
                    "account",
                    "account",
                    List.of()),
            new Sample(
                    "ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY;\n",
                    "ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES IN (1);\n",
                    "event",
                    "",
                    List.of(new Effect(
                            1,
                            1,
                            "SELECT count(*) = 0 FROM pg_inherits WHERE inhrelid = 'event_1'::regclass",
                            "SELECT count(*) = 1 FROM pg_inherits WHERE inhrelid = 'event_1'::regclass"
                                    + " AND NOT inhdetachpending"))),
            new Sample(
                    "VACUUM account;\nINSERT INTO journal VALUES ('vacuumed');\nVACUUM (ANALYZE) event_2;\n",
                    "DELETE FROM journal WHERE line = 'vacuumed';\nVACUUM journal;\n",
                    "",
                    "",
                    List.of(Effect.line(2, 1, "vacuumed"))),
            new Sample(
                    """
                    -- plumb:no-transaction
                    INSERT INTO journal VALUES ('one');
                    INSERT INTO journal VALUES ('two');
                    UPDATE counter SET n = n + 1;
                    """,
                    """
                    -- plumb:no-transaction
                    UPDATE counter SET n = n - 1;
                    DELETE FROM journal WHERE line = 'two';
                    DELETE FROM journal WHERE line = 'one';
                    """,
                    "",
                    "",
                    List.of(
                            Effect.line(1, 3, "one"),
                            Effect.line(2, 2, "two"),
                            new Effect(3, 1, "(SELECT n FROM counter) = 1", "(SELECT n FROM counter) = 0"))),
            // Names that only the script's own search path resolves.
            new Sample(
                    """
                    SET search_path = app;
                    CREATE INDEX CONCURRENTLY ON thing (a);
                    DROP INDEX CONCURRENTLY thing_b_idx;
                    INSERT INTO thing VALUES (-1, -1);
                    """,
                    """
                    SET search_path = app;
                    DELETE FROM thing WHERE a = -1;
                    CREATE INDEX CONCURRENTLY thing_b_idx ON thing (b);
                    DROP INDEX CONCURRENTLY thing_a_idx;
                    """,
                    "app.thing",
                    "app.thing",
                    List.of(
                            Effect.index(2, 4, "app.thing_a_idx"),
                            Effect.noIndex(3, 3, "app.thing_b_idx"),
                            new Effect(
                                    4,
                                    2,
                                    "(SELECT count(*) FROM app.thing WHERE a = -1) = 1",
                                    "(SELECT count(*) FROM app.thing WHERE a = -1) = 0"))),
            new Sample(
                    """
                    CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
                    UPDATE account SET balance = twice(balance);
                    """,
                    "UPDATE account SET balance = balance / 2;\nDROP FUNCTION twice(int);\n",
                    "",
                    "",
                    List.of(
                            Effect.of(1, 2, "to_regproc('twice') IS NOT NULL"),
                            new Effect(
                                    2,
                                    1,
                                    "(SELECT sum(balance - id * 2) FROM account) = 0",
                                    "(SELECT sum(balance - id) FROM account) = 0"))));

    private CrashProject() {}

    static int size() {
        return SAMPLES.size();
    }

    /** The sample of a version. */
    static Sample sample(int version) {
        return SAMPLES.get(version - 1);
    }

    static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int version = 1; version <= size(); version++) {
            String name = "%02d_step".formatted(version);
            Files.writeString(
                    directory.resolve(name + ".up.sql"), sample(version).up());
            Files.writeString(
                    directory.resolve(name + ".down.sql"), sample(version).down());
        }
        return directory;
    }
}
