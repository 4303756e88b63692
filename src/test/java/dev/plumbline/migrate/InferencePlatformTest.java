package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.shadow.TestServer;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The first example: every down script restores exactly what was before, and the schema refuses what it must. */
@Tag("database")
class InferencePlatformTest {
    private static final Path EXAMPLE = Path.of("examples/inference-platform");

    private final String url = TestServer.shared().newDatabase();

    InferencePlatformTest() throws SQLException {}

    @Test
    void everyDownScriptRestoresWhatWasBefore() throws SQLException {
        Engine engine = engine();
        int count = engine.status().entries().size();
        assertThat(count).isGreaterThanOrEqualTo(5);
        List<CatalogSnapshot> before = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            before.add(snapshot());
            engine.apply(new Target.Steps(1));
            CatalogSnapshot after = snapshot();
            assertThat(after).isNotEqualTo(before.getLast());
            engine.rollback(new Target.Default());
            assertThat(snapshot())
                    .as("after the rollback of migration %d", i + 1)
                    .isEqualTo(before.getLast());
            engine.apply(new Target.Steps(1));
            assertThat(snapshot())
                    .as("after applying migration %d again", i + 1)
                    .isEqualTo(after);
        }
        assertThat(engine.status().isClean()).isTrue();
        engine.rollback(new Target.To("0"));
        assertThat(snapshot()).isEqualTo(before.getFirst());
    }

    private CatalogSnapshot snapshot() throws SQLException {
        try (Sql sql = new Sql(url)) {
            return CatalogSnapshot.of(sql);
        }
    }

    @TestFactory
    List<DynamicTest> behaviour() throws IOException {
        engine().apply(new Target.Default());
        List<Block> blocks = Block.read(Files.readString(EXAMPLE.resolve("tests/behaviour.sql")));
        assertThat(blocks).hasSizeGreaterThan(25);
        return blocks.stream()
                .map(block -> DynamicTest.dynamicTest(block.title(), () -> check(block)))
                .toList();
    }

    private void check(Block block) throws SQLException {
        try (Connection connection = TestServer.connect(url);
                java.sql.Statement session = connection.createStatement()) {
            session.setEscapeProcessing(false);
            // The test server's user is named like the ledger's schema, which would come first.
            session.execute("SET search_path = public");
            connection.setAutoCommit(false);
            List<Statement> statements =
                    Splitter.split(SourceText.of("behaviour.sql", block.sql())).statements();
            for (Statement statement : statements.subList(0, statements.size() - 1)) {
                session.execute(statement.text());
            }
            String state = "00000";
            try {
                session.execute(statements.getLast().text());
            } catch (SQLException e) {
                state = e.getSQLState() + ": " + e.getMessage();
            }
            assertThat(state).startsWith(block.expected());
            connection.rollback();
        }
    }

    /** A block of the file: its sentence, its statements, and the SQLSTATE that the last one must raise. */
    private record Block(String title, String sql, String expected) {
        static List<Block> read(String text) {
            List<Block> blocks = new ArrayList<>();
            for (String part : text.split("(?m)^-- test: ", -1)) {
                if (!blocks.isEmpty() || !part.isBlank()) {
                    String title = part.lines().findFirst().orElse("");
                    String expected = part.lines()
                            .filter(line -> line.startsWith("-- expect: "))
                            .map(line -> line.substring("-- expect: ".length()).strip())
                            .findFirst()
                            .orElse("00000");
                    blocks.add(new Block(title, "-- " + part, expected));
                }
            }
            // What stands before the first block is about the file.
            return blocks.subList(1, blocks.size());
        }
    }

    private Engine engine() {
        return new TestEngine(url).over(EXAMPLE.resolve("db/migrations"));
    }
}
