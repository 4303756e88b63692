package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Effects;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is predicted of a statement is what it is measured to do, on the oldest and the newest PostgreSQL that are known. */
@Tag("database")
class EffectsTest {
    private static final Grammar GRAMMAR = new Grammar();

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
                        difference(place, one.sql()).ifPresent(it -> wrong.add(one.name() + "\n" + one.sql() + it));
                    }
                }
            }
        }
        System.out.printf("PostgreSQL %d: %d of %d statements as predicted%n", major, tried - wrong.size(), tried);
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
    }

    static java.util.Optional<String> difference(Place place, String sql) throws SQLException, SyntaxError {
        Tree tree = GRAMMAR.parseOne(sql);
        World world = World.of(place.schema());
        Effect predicted = Effects.of(tree, world);
        Meter meter = new Meter(place.session(), "plumb");
        place.session().execute("BEGIN");
        Effect measured;
        try {
            meter.begin(true);
            place.session().execute(sql);
            measured = meter.end(true, tree.is("TruncateStmt")).effect();
        } catch (SQLException e) {
            return java.util.Optional.of("\n  fails: " + e.getMessage());
        } finally {
            place.session().execute("ROLLBACK");
        }
        return difference(compared(predicted, predicted, world, tree), compared(measured, predicted, world, tree));
    }

    private static java.util.Optional<String> difference(Effect predicted, Effect measured) {
        return predicted.equals(measured)
                ? java.util.Optional.empty()
                : java.util.Optional.of("\n  predicted %s\n  measured  %s".formatted(text(predicted), text(measured)));
    }

    private static String text(Effect effect) {
        return "locks %s rewrites %s scans %s builds %s"
                .formatted(effect.locks(), effect.rewrites(), effect.scans(), effect.builds());
    }

    /**
     * Without what is not foretold: weak locks on indexes and on what the statement does not name, which depend on the plan of a
     * query; and scans by queries, for the same reason.
     */
    private static Effect compared(Effect effect, Effect predicted, World world, Tree tree) {
        Set<QualifiedName> named = new TreeSet<>();
        tree.walk(node -> {
            if (!node.text("relname").isEmpty()) {
                named.add(world.name(node));
            }
        });
        TreeMap<QualifiedName, LockMode> locks = new TreeMap<>();
        effect.locks().forEach((name, mode) -> {
            boolean index = world.find(name)
                    .filter(it -> it.kind() == Relation.Kind.INDEX)
                    .isPresent();
            boolean weak = mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) < 0;
            if (!weak || (named.contains(name) && !index)) {
                locks.put(name, mode);
            }
        });
        Set<QualifiedName> rewrites = new TreeSet<>(effect.rewrites());
        Set<QualifiedName> scans = new TreeSet<>(effect.scans());
        Set<QualifiedName> builds = new TreeSet<>(effect.builds());
        scans.removeIf(name ->
                effect.locks().getOrDefault(name, LockMode.ACCESS_SHARE).compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE)
                        < 0);
        for (Set<QualifiedName> touched : List.of(rewrites, scans, builds)) {
            touched.removeAll(predicted.unsure().keySet());
        }
        return new Effect(locks, rewrites, scans, builds, new TreeMap<>());
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
