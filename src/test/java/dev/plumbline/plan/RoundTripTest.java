package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.TestServer;
import dev.plumbline.source.postgres.CatalogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The plan of a diff, run on where it comes from, gives where it leads; and the plan of the way back gives where it came from. */
@Tag("database")
class RoundTripTest {
    private static final Path CASES = Path.of("src/test/resources/roundtrip");

    private record Case(String name, String from, String to) {}

    @BeforeAll
    static void roles() throws SQLException {
        try (Session session = open(TestServer.shared().newDatabase())) {
            session.execute("CREATE ROLE roundtrip_a; CREATE ROLE roundtrip_b");
        }
    }

    @TestFactory
    Stream<DynamicTest> thereAndBackSafely() throws IOException {
        return tests(Form.SAFE);
    }

    @TestFactory
    Stream<DynamicTest> thereAndBackPlainly() throws IOException {
        return tests(Form.PLAIN);
    }

    private static Stream<DynamicTest> tests(Form form) throws IOException {
        List<String> open = Files.readAllLines(CASES.resolve("open.txt"));
        String only = System.getProperty("roundtrip.case", "");
        return cases().stream()
                .filter(it -> it.name().contains(only))
                .filter(it -> form == Form.SAFE || !open.contains(it.name()))
                .map(it -> DynamicTest.dynamicTest(it.name(), () -> {
                    if (open.contains(it.name())) {
                        assertThatThrownBy(() -> check(it, form)).isInstanceOf(AssertionError.class);
                    } else {
                        check(it, form);
                    }
                }));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                String stem = file.getFileName().toString().replace(".txt", "");
                String[] blocks = Files.readString(file).split("(?m)^### ", -1);
                for (int i = 1; i < blocks.length; i++) {
                    String[] nameAndBody = blocks[i].split("\n", 2);
                    String[] halves = nameAndBody[1].split("(?m)^--->$", 2);
                    cases.add(new Case(stem + ": " + nameAndBody[0], halves[0], halves[1]));
                }
            }
        }
        return cases;
    }

    private static void check(Case it, Form form) throws SQLException {
        String one = TestServer.shared().newDatabase();
        String other = TestServer.shared().newDatabase();
        try (Session left = open(one);
                Session right = open(other)) {
            left.execute(it.from().isBlank() ? "SELECT 1" : it.from());
            right.execute(it.to());
            Schema from = read(left);
            Schema to = read(right);
            run(left, from, to, form);
            run(left, to, from, form);
        }
        TestServer.shared().drop(one);
        TestServer.shared().drop(other);
    }

    private static void run(Session session, Schema from, Schema to, Form form) throws SQLException {
        Plan plan = Plan.of(SchemaDiff.of(from, to), form);
        for (Step step : plan.steps()) {
            try {
                session.execute(step.sql());
            } catch (SQLException e) {
                throw new AssertionError(e.getMessage() + "\nin: " + step.sql() + "\nof:\n" + plan.sql(), e);
            }
        }
        assertThat(SchemaDiff.of(read(session), to).changes())
                .as("what is left after\n" + plan.sql())
                .isEmpty();
    }

    private static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }

    private static Session open(String url) {
        return new Database(
                        ConnectionSpec.parse(url, Map.of()),
                        "roundtrip",
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Optional.empty())
                .open();
    }
}
