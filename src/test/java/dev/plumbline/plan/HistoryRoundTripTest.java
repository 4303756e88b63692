package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Session;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.Replay;
import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.shadow.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plans hold between any two neighbouring states of a real project: {@code make roundtrip DIR=…} replays a migration directory and,
 * on a copy of each state, goes to the next and back, in the safe form. {@code -Droundtrip.layout} names the directory's layout
 * where that cannot be recognised.
 */
@Tag("long")
class HistoryRoundTripTest {
    private static final String HISTORY = "history";
    private static final String COPY = "copy";

    /** What migrations did to rows is no part of a diff, which may fail on those of before. No trigger is asked. */
    private static final String EMPTY = """
            DO $$
            DECLARE
                it record;
                always text[] := ARRAY(SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname)
                    FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal);
                firing text;
            BEGIN
                SET LOCAL session_replication_role = replica;
                FOREACH firing IN ARRAY always LOOP
                    EXECUTE replace(firing, 'ENABLE ALWAYS', 'ENABLE');
                END LOOP;
                FOR it IN SELECT oid::regclass AS name FROM pg_class
                        WHERE relkind IN ('r', 'p') AND oid >= 16384 LOOP
                    EXECUTE format('TRUNCATE %s CASCADE', it.name);
                END LOOP;
                FOREACH firing IN ARRAY always LOOP
                    EXECUTE firing;
                END LOOP;
            END $$
            """;

    private int steps;
    private int changed;
    private final List<String> failures = new ArrayList<>();

    @Test
    void everyStepHoldsThereAndBack() throws SQLException {
        Path path = Path.of(System.getProperty("roundtrip.dir", "examples/inference-platform/db/migrations"));
        MigrationDirectory directory =
                MigrationDirectory.read(path, Optional.ofNullable(System.getProperty("roundtrip.layout")));
        List<ReplayScript> scripts = ReplayScript.of(directory, PlaceholderValues.NONE, HISTORY, "plumb", "plumb");
        EmbeddedServer.Options options =
                EmbeddedServer.Options.throwaway().withSetting("max_locks_per_transaction", "1024");
        try (EmbeddedServer server = EmbeddedServer.start(options);
                Session admin = open(server, "postgres")) {
            admin.execute("CREATE DATABASE " + HISTORY);
            walk(server, admin, scripts);
        }
        System.out.printf(
                "%s: %d of %d steps hold there and back; %d of them change the schema%n",
                path, steps - failures.size(), scripts.size(), changed);
        assertThat(failures).isEmpty();
    }

    private void walk(EmbeddedServer server, Session admin, List<ReplayScript> scripts) throws SQLException {
        Schema before = read(server, HISTORY);
        for (int i = 0; i < scripts.size(); i++) {
            admin.execute("CREATE DATABASE " + COPY + " TEMPLATE " + HISTORY);
            try (Session session = open(server, HISTORY)) {
                Replay.Where where = new Replay.Where("the shadow", true, Optional.empty());
                new Replay(session, where, scripts).run(i, i + 1);
            } catch (ProblemException e) {
                failed(scripts.get(i), "is not replayed, nor is what follows: " + e.getMessage());
                return;
            }
            Schema after = read(server, HISTORY);
            step(server, scripts.get(i), before, after);
            admin.execute("DROP DATABASE " + COPY);
            before = after;
        }
    }

    private void step(EmbeddedServer server, ReplayScript script, Schema before, Schema after) throws SQLException {
        steps++;
        SchemaDiff there = SchemaDiff.of(before, after);
        if (there.isEmpty()) {
            return;
        }
        changed++;
        try (Session session = open(server, COPY)) {
            session.execute(EMPTY);
            RoundTrip.run(session, there, Form.SAFE);
            RoundTrip.run(session, there.reversed(), Form.SAFE);
        } catch (AssertionError e) {
            failed(script, String.valueOf(e.getMessage()));
        }
    }

    private void failed(ReplayScript script, String why) {
        failures.add(script.file());
        System.out.println(script.file() + ": " + why);
    }

    private static Schema read(EmbeddedServer server, String database) throws SQLException {
        try (Session session = open(server, database)) {
            return RoundTrip.read(session);
        }
    }

    private static Session open(EmbeddedServer server, String database) {
        return TestServer.database(server.url(database)).open();
    }
}
