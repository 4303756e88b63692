package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Genes;
import dev.plumbline.plan.RandomSchema;
import dev.plumbline.rehearse.EffectComparison.Outcome;
import dev.plumbline.risk.World;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.sql.grammar.SyntaxError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is predicted of random statements about random schemas is what they are measured to do. {@code -Deffects.statements=N} sets how
 * many are compared, {@code -Deffects.seed=N} which.
 */
@Tag("database")
class GeneratedEffectsTest {
    private static final int STATEMENTS = 500;
    private static final int PER_SCHEMA = 60;

    private final int statements = Integer.getInteger("effects.statements", STATEMENTS);
    private final long seed = Long.getLong("effects.seed", 20_270_114);
    private final EffectComparison comparison = new EffectComparison();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int compared;
    private int unsure;

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void predictionEqualsMeasurement(int major) throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.start(EmbeddedServer.Options.throwaway().withMajor(major));
                Session admin = Database.own(server.url("postgres"), "test").open()) {
            admin.execute("CREATE ROLE roundtrip_a; CREATE ROLE roundtrip_b");
            for (long n = seed; compared < statements; n++) {
                admin.execute("CREATE DATABASE s" + n);
                try (Session session = Database.own(server.url("s" + n), "test").open()) {
                    compare(session, major, n);
                }
                admin.execute("DROP DATABASE s" + n);
            }
        }
        System.out.printf(
                "PostgreSQL %d: %d of %d generated statements as predicted, %d of them said to be unsure; %d more were refused%n",
                major, compared - wrong.size(), compared, unsure, refused.size());
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
        assertThat(unsure).as("what is unsure is not foretold").isLessThan(compared / 20);
        assertThat(refused).as("what is refused measures nothing").hasSizeLessThan(compared / 2);
    }

    private void compare(Session session, int major, long n) throws SQLException, SyntaxError {
        Random random = new Random(n);
        Genes genes = Genes.of(random);
        session.execute(inWordsOf(major, RandomSchema.script(genes)) + RandomKin.script(genes, major)
                + "CREATE SCHEMA IF NOT EXISTS app0");
        Schema schema = read(session);
        new RandomRows(schema).fill(session);
        World world = World.of(schema).runBy(session.text("SELECT current_user").orElseThrow());
        RandomStatements statementsOf = new RandomStatements(schema, random);
        for (int i = 0; i < PER_SCHEMA && compared < statements; i++) {
            String sql = statementsOf.next();
            switch (comparison.compare(session, world, sql)) {
                case Outcome.Same(boolean isSure) -> {
                    compared++;
                    unsure += isSure ? 0 : 1;
                }
                case Outcome.Different(String what) -> {
                    compared++;
                    wrong.add("effects.seed=%d%n%s%n%s".formatted(n, sql, what));
                }
                case Outcome.Refused(String why) -> refused.add(sql + ": " + why);
            }
        }
    }

    /** What older versions lack is replaced by what they have. */
    static String inWordsOf(int major, String script) {
        return major >= 18
                ? script
                : script.replace(" VIRTUAL", " STORED")
                        .replace(" NOT ENFORCED", "")
                        .replace("uuidv7()", "gen_random_uuid()");
    }

    private static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }
}
