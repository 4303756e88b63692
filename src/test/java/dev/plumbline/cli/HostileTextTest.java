package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Whatever files, servers and other sessions are called or say, it does nothing to the terminal. */
class HostileTextTest {
    /** Clears the screen; the same as one character (C1); rings; writes from right to left; goes back and over. */
    private static final String HOSTILE = "\033[2J\u009b2J\u0007\u202e\r\b";

    private static final String SHOWN = "\\u001b[2J\\u009b2J\\u0007\\u202e\\u000d\\u0008";

    @TempDir
    Path directory;

    private String printed = "";

    private int plumb(String url, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(
                List.of("--url", url, "--config", directory.resolve("plumb.yml").toString()));
        StringBuilder text = new StringBuilder();
        int exitCode = Main.run(
                new Terminal(text::append), Map.of("PLUMB_AUTHOR", "me" + HOSTILE), args.toArray(String[]::new));
        printed = text.toString();
        assertThat(printed.codePoints()
                        .filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202E))
                        .toArray())
                .as(printed)
                .isEmpty();
        return exitCode;
    }

    @Test
    void showsWhatWouldActOnATerminal() {
        assertThat(Printable.of(HOSTILE)).isEqualTo(SHOWN);
        String harmless = "Größe\tвес 重さ 👩‍🚀\r\nnext";
        assertThat(Printable.of(harmless)).isSameAs(harmless);
        StringBuilder text = new StringBuilder();
        new Terminal(text::append).draw("waiting for\n" + HOSTILE);
        assertThat(text.toString()).isEqualTo("\r\033[K\033[?7lwaiting for " + SHOWN + "\033[?7h");
    }

    @Test
    @Tag("database")
    void namesAndMessagesOfEverybody() throws Exception {
        String url = TestServer.shared().newDatabase();
        String migrations = directory.resolve("mig" + HOSTILE.replace("\r", "")).toString();
        Files.createDirectories(Path.of(migrations));
        Files.writeString(directory.resolve("plumb.yml"), "lock_timeout: 300ms\nlock_retries: 0\n");
        write(
                migrations,
                "1_one" + HOSTILE.replace("\r", "") + ".up.sql",
                "DO $$ BEGIN RAISE NOTICE '" + HOSTILE.replace("\r", "") + "'; END $$;\nCREATE TABLE one (id int);\n");
        write(migrations, "left" + HOSTILE.replace("\r", "") + ".sql", "SELECT 1;\n");

        assertThat(plumb(url, "apply", migrations)).isZero();
        assertThat(printed)
                .contains("NOTICE: \\u001b[2J")
                .contains("1 one\\u001b[2J")
                .contains("left\\u001b[2J");
        assertThat(plumb(url, "status", migrations)).isZero();
        assertThat(printed).contains("mig\\u001b[2J").contains("one\\u001b[2J");
        assertThat(plumb(url, "history")).isZero();
        assertThat(printed).contains("me\\u001b[2J");

        write(
                migrations,
                "2_two.up.sql",
                "DO $$ BEGIN RAISE EXCEPTION 'first" + HOSTILE.replace("\r", "") + "\napplied 3 three'; END $$;\n");
        assertThat(plumb(url, "apply", migrations)).isEqualTo(3);
        assertThat(printed)
                .contains("failed: first\\u001b[2J")
                .as("a server's second line is no line of ours")
                .doesNotContain("\napplied 3 three")
                .contains("\n         applied 3 three");
        assertThat(plumb(url, "history")).isZero();
        assertThat(printed).doesNotContain("\napplied 3 three");

        write(migrations, "2_two.up.sql", "DO $$ BEGIN RAISE EXCEPTION '%', repeat('long ', 100000); END $$;\n");
        assertThat(plumb(url, "apply", migrations)).isEqualTo(3);
        assertThat(printed).hasSizeLessThan(6_000).contains("long long long").contains("more characters, in --json)");
        assertThat(plumb(url, "status", migrations)).isZero();
        assertThat(printed).hasSizeLessThan(6_000);

        write(migrations, "2_two.up.sql", "ALTER TABLE one ADD COLUMN two int;\n");
        try (Connection holder = TestServer.connect(url)) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute("SET application_name = '" + HOSTILE.replace("\r", "") + "'");
                statement.execute("SELECT '" + HOSTILE.replace("\r", "") + "' FROM one");
                assertThat(plumb(url, "apply", migrations)).isEqualTo(3);
                assertThat(printed).contains("in the way: pid").contains("SELECT '\\u001b[2J");
            }
        }
        assertThat(plumb(url, "status", migrations, "--json")).isZero();
        assertThat(strings(printed)).anyMatch(text -> text.contains("one\033[2J\u009b2J\u0007\u202e"));
    }

    private static void write(String migrations, String name, String sql) throws IOException {
        Files.writeString(Path.of(migrations, name), sql);
    }

    private static List<String> strings(String json) {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(tools.jackson.core.ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    strings.add(parser.getString());
                }
            }
        }
        return strings;
    }
}
