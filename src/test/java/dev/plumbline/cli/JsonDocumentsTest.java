package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every JSON document is what its published schema says, and the only thing on standard output. */
@Tag("database")
class JsonDocumentsTest {
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
    void theSchemasRefuseSomething() {
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
