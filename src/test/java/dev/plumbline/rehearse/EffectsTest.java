package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.rehearse.EffectComparison.Outcome;
import dev.plumbline.risk.World;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.postgres.CatalogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is predicted of a statement is what it is measured to do, on the oldest and the newest PostgreSQL that are known. */
@Tag("database")
class EffectsTest {
    private final EffectComparison comparison = new EffectComparison();

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18})
    void predictionEqualsMeasurement(int major) throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        try (Ground ground = new Ground(major)) {
            for (EffectCases.Case one : EffectCases.all()) {
                if (one.since() <= major) {
                    tried++;
                    try (Place place = ground.place(one.before())) {
                        switch (comparison.compare(
                                place.session(), World.of(place.schema()).runBy("plumb"), one.sql())) {
                            case Outcome.Same(boolean _) -> {}
                            case Outcome.Different(String what) ->
                                wrong.add("%s%n%s%n%s".formatted(one.name(), one.sql(), what));
                            case Outcome.Refused(String why) ->
                                wrong.add("%s%n%s%n  fails: %s".formatted(one.name(), one.sql(), why));
                        }
                    }
                }
            }
        }
        System.out.printf("PostgreSQL %d: %d of %d statements as predicted%n", major, tried - wrong.size(), tried);
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
    }

    /** A database for one statement. */
    record Place(Session session, Schema schema, boolean own) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            if (own) {
                session.close();
            }
        }
    }

    /** A server with databases made by base.sql. */
    private static final class Ground implements AutoCloseable {
        private final EmbeddedServer server;
        private final Session admin;
        private final Session shared;
        private final Schema schema;
        private int databases;

        Ground(int major) throws SQLException, IOException {
            server = EmbeddedServer.start(EmbeddedServer.Options.throwaway().withMajor(major));
            admin = Database.own(server.url("postgres"), "test").open();
            admin.execute("CREATE DATABASE base");
            try (Session base = Database.own(server.url("base"), "test").open()) {
                base.execute(Files.readString(EffectCases.FOLDER.resolve("base.sql")));
            }
            shared = copy();
            schema = read(shared);
        }

        Place place(String before) throws SQLException {
            if (before.isEmpty()) {
                return new Place(shared, schema, false);
            }
            Session own = copy();
            own.execute(before);
            return new Place(own, read(own), true);
        }

        private Session copy() throws SQLException {
            String name = "copy" + ++databases;
            admin.execute("CREATE DATABASE " + name + " TEMPLATE base STRATEGY file_copy");
            return Database.own(server.url(name), "test").open();
        }

        private static Schema read(Session session) {
            return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
        }

        @Override
        public void close() throws SQLException {
            shared.close();
            admin.close();
            server.close();
        }
    }
}
