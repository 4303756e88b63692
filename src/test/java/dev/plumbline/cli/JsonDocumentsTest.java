package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every JSON document is what its published schema says, and the only thing on standard output. */
@Tag("database")
class JsonDocumentsTest {
    /** An object of each kind, and most of what one can have. */
    private static final String EVERYTHING = """
            CREATE SCHEMA app;
            COMMENT ON SCHEMA app IS 'All';
            GRANT USAGE ON SCHEMA app TO reader;
            CREATE EXTENSION pg_trgm SCHEMA app;
            CREATE COLLATION app.german (provider = icu, locale = 'de');
            CREATE TYPE app.mood AS ENUM ('good', 'bad');
            CREATE DOMAIN app.email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
            CREATE TYPE app.pair AS (a int, b text);
            CREATE TYPE app.span AS RANGE (subtype = float8, subtype_diff = float8mi);
            CREATE SEQUENCE app.counter CYCLE MAXVALUE 9;
            CREATE TABLE app.parent (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                name text COLLATE app.german DEFAULT 'x' NOT NULL,
                twice int GENERATED ALWAYS AS (1 + 1) STORED,
                price numeric CHECK (price > 0) NOT ENFORCED,
                UNIQUE (name)
            ) WITH (fillfactor = 70);
            ALTER TABLE app.parent ALTER name SET STATISTICS 500, ALTER name SET STORAGE EXTERNAL;
            ALTER SEQUENCE app.counter OWNED BY app.parent.price;
            COMMENT ON COLUMN app.parent.name IS 'Name';
            GRANT SELECT (name) ON app.parent TO reader WITH GRANT OPTION;
            CREATE TABLE app.child (parent bigint REFERENCES app.parent) INHERITS (app.parent);
            CREATE TABLE app.parted (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE app.part PARTITION OF app.parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE app.typed OF app.pair;
            CREATE INDEX parted_at ON app.parted (at DESC) INCLUDE (id) WHERE id > 0;
            CREATE STATISTICS app.guess (ndistinct) ON id, name FROM app.parent;
            CREATE VIEW app.seen WITH (security_barrier) AS SELECT id, name FROM app.parent;
            CREATE MATERIALIZED VIEW app.kept AS SELECT id FROM app.parent WITH NO DATA;
            CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION app.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE PROCEDURE app.run(a int) LANGUAGE sql AS 'SELECT 1';
            CREATE TRIGGER touched BEFORE UPDATE ON app.parent FOR EACH ROW EXECUTE FUNCTION app.touch();
            CREATE RULE quiet AS ON DELETE TO app.parent DO INSTEAD NOTHING;
            ALTER TABLE app.parent ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON app.parent FOR UPDATE TO reader USING (id > 0) WITH CHECK (id > 1);
            CREATE EVENT TRIGGER watched ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION app.watch();
            CREATE PUBLICATION news FOR TABLE app.parent (id, name) WHERE (id > 0);
            ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
            CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
            """;

    @TempDir
    Path directory;

    private String url = "";

    @BeforeEach
    void migrations() throws IOException, SQLException {
        url = TestServer.shared().newDatabase();
        Files.writeString(directory.resolve("1_one.up.sql"), "CREATE TABLE one (id int);");
        Files.writeString(directory.resolve("1_one.down.sql"), "DROP TABLE one;");
        Files.writeString(directory.resolve("2_two.up.sql"), "CREATE INDEX CONCURRENTLY ON one (id);");
        Files.writeString(directory.resolve("3_bad.up.sql"), "SELECT no_such_column FROM one;");
    }

    @Test
    void status() {
        isValid("status", run(0, "status"));
        isValid("problem", run(3, "apply"));
        isValid("status", run(0, "status"));
    }

    @Test
    void statusDuringARun() throws SQLException {
        try (Connection runner = TestServer.connect(url);
                Statement statement = runner.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x706C756D + ", " + "plumb".hashCode() + ")");
            String document = run(0, "status");
            isValid("status", document);
            assertThat(document).contains("\"runner\"");
        }
    }

    @Test
    void runs() {
        isValid("run", run(0, "apply", "--dry-run"));
        isValid("run", run(0, "apply", "--to", "2"));
        isValid("history", run(0, "history"));
        isValid("problem", run(4, "rollback", "--to", "0"));
        isValid("status", run(0, "status"));
    }

    @Test
    void marks() {
        isValid("mark", run(0, "baseline", "1"));
        isValid("mark", run(0, "resolve", "2", "--as", "applied"));
        isValid("problem", run(2, "resolve", "9", "--as", "applied"));
        isValid("problem", run(2, "status", "--no-such-option"));
        isValid("history", run(0, "history"));
    }

    @Test
    void differences() throws IOException {
        Path wanted = directory.resolve("wanted.sql");
        Files.writeString(wanted, "CREATE TABLE one (id int NOT NULL); CREATE TABLE two (id int);");
        String document = printed(0, "diff", "db:", wanted.toString(), "--json", "--url", url);
        isValid("diff", document);
        assertThat(document).contains("CREATE TABLE public.two");
        isValid("diff", printed(0, "diff", wanted.toString(), "db:", "--reverse", "--json", "--url", url));
    }

    @Test
    void schemas() throws IOException {
        Path everything = Files.writeString(directory.resolve("everything.sql"), EVERYTHING);
        String document = printed(0, "inspect", everything.toString(), "--format", "json");
        isValid("inspect", document);
        // None of the lists is empty.
        assertThat(document).doesNotContain("\" : [ ],\n  \"").contains("\"origin\" : {");
        isValid("inspect", printed(0, "inspect", "db:", "--json", "--url", url));
    }

    @Test
    void plans() throws IOException {
        Path wanted = Files.writeString(directory.resolve("wanted.sql"), "CREATE TABLE one (id int, name text);");
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("1_one.up.sql"), "CREATE TABLE one (id int);");
        List<String> plan = List.of("plan", "migrations:" + migrations, wanted.toString(), "--json");
        String texts =
                printed(0, Stream.concat(plan.stream(), Stream.of("--dry-run")).toArray(String[]::new));
        isValid("plan", texts);
        assertThat(texts).contains("ADD COLUMN name");
        String files = printed(0, plan.toArray(String[]::new));
        isValid("plan", files);
        assertThat(files).contains("2_").contains(".up.sql");
        isValid("plan", printed(0, plan.toArray(String[]::new)));

        String missing = printed(0, "down", migrations.toString(), "--json", "--dry-run");
        isValid("down", missing);
        assertThat(missing).contains("DROP TABLE");
        isValid("down", printed(0, "down", migrations.toString(), "--json"));
        String nothing = printed(0, "down", migrations.toString(), "--json");
        isValid("down", nothing);
        assertThat(nothing).contains("\"changes\" : [ ]");
    }

    @Test
    void findings() throws IOException {
        Path file = Files.writeString(
                directory.resolve("lint.sql"),
                "CREATE INDEX i ON one (id);\nSELECT FROM FROM;\n-- plumb:allow none\nSELECT 1;");
        String document = printed(1, "lint", file.toString(), "--json");
        isValid("lint", document);
        assertThat(document).contains("index-blocks-writes", "syntax-error", "allow-unknown");
        String sarif = printed(1, "lint", file.toString(), "--format", "sarif");
        assertThat(sarif(sarif)).as(sarif).isEmpty();
        assertThat(sarif(sarif.replace("\"ruleId\"", "\"rule\""))).isNotEmpty();
        assertThat(sarif).contains("index-blocks-writes", "syntax-error", "allow-unknown");
    }

    @Test
    void explanations() {
        isValid("explain", printed(0, "explain", "--json"));
        isValid("explain", printed(0, "explain", "server-too-old", "--json"));
        String both = printed(0, "explain", "transaction-left-open", "--json");
        isValid("explain", both);
        assertThat(both).contains("\"rule\"", "\"problem\"", "\"markdown\"");
        isValid("problem", printed(2, "explain", "nothing-of-this", "--json"));
    }

    @Test
    void rehearsals() throws IOException {
        // The first does not reverse, the second has no way back, the third fails, the fourth is left out.
        Files.writeString(directory.resolve("1_one.down.sql"), "ALTER TABLE one ADD COLUMN name text;");
        Files.writeString(directory.resolve("4_late.up.sql"), "SELECT 1;");
        String document = printed(1, "rehearse", directory.toString(), "--json", "--all");
        isValid("rehearse", document);
        assertThat(document)
                .contains("\"not-restored\"", "\"failed\"", "\"ACCESS EXCLUSIVE\"", "\"atLeast\" : true", "\"late\"");
        Files.delete(directory.resolve("1_one.down.sql"));
        Files.delete(directory.resolve("3_bad.up.sql"));
        isValid("rehearse", printed(0, "rehearse", directory.toString(), "--json", "--all"));
        isValid("rehearse", printed(0, "rehearse", directory.toString(), "--json", "--on", url, "--yes"));
        isValid("rehearse", run(0, "rehearse"));
    }

    /** By the schema that OASIS published. */
    private static Set<ValidationMessage> sarif(String document) throws IOException {
        try (InputStream in = JsonDocumentsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
            return schema.validate(document, InputFormat.JSON);
        }
    }

    @Test
    void theSchemasRefuseSomething() {
        assertThat(messages("lint", "{\"findings\": [{}]}")).isNotEmpty();
        assertThat(messages("explain", "{\"pages\": [{}]}")).isNotEmpty();
        assertThat(messages("rehearse", "{\"migrations\": [{}]}")).isNotEmpty();
        assertThat(messages("inspect", "{\"source\": \"a\"}")).isNotEmpty();
        assertThat(messages("plan", "{\"changes\": [{}]}")).isNotEmpty();
        assertThat(messages("down", "{\"changes\": [], \"more\": 1}")).isNotEmpty();
        assertThat(messages("diff", "{\"changes\": [{}]}")).isNotEmpty();
        assertThat(messages("status", "{}")).isNotEmpty();
        assertThat(messages("run", "{\"direction\": \"sideways\"}")).isNotEmpty();
        assertThat(messages("history", "{\"runs\": [{}]}")).isNotEmpty();
        assertThat(messages("mark", "{\"change\": []}")).isNotEmpty();
        assertThat(messages("problem", "{\"problem\": {}}")).isNotEmpty();
    }

    private String run(int exitCode, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of(directory.toString(), "--json", "--url", url));
        return printed(exitCode, args.toArray(String[]::new));
    }

    private static String printed(int exitCode, String... args) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int actual = Main.run(new Terminal(out::append, err::append), Map.of(), args);
        assertThat(actual).as(String.join(" ", args) + "\n" + err).isEqualTo(exitCode);
        return out.toString();
    }

    private static void isValid(String schema, String document) {
        assertThat(messages(schema, document)).as(document).isEmpty();
    }

    private static Set<ValidationMessage> messages(String name, String document) {
        try {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("docs/schemas", name + ".schema.json")));
            return schema.validate(document, InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
