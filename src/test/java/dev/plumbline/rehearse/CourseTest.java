package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a database after a statement, from what was known before it, is what its catalog says. */
@Tag("database")
class CourseTest {
    private final Grammar grammar = new Grammar();

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void aScriptFromNothing(int major) throws Exception {
        String script = Files.readString(EffectCases.FOLDER.resolve("base.sql"));
        try (EmbeddedServer server =
                        EmbeddedServer.start(EmbeddedServer.Options.throwaway().withMajor(major));
                Session session = Database.own(server.url("postgres"), "test").open()) {
            session.execute(script);
            World told = World.empty(major);
            World read = World.of(EffectGround.read(session));
            assertThat(WorldText.difference(told, read))
                    .as("before anything is told")
                    .hasSizeGreaterThan(100);
            run(told, script);
            // What the query of a materialized view computes is left open.
            assertThat(told.relations()).hasSameSizeAs(read.relations());
            assertThat(told.relations().stream().filter(it -> !it.known()).map(Relation::name))
                    .containsExactly(new QualifiedName("public", "totals"));
            assertThat(WorldText.difference(told, read)).isEmpty();
        }
    }

    @Test
    void eachStatement() throws Exception {
        eachStatement(18);
    }

    /** Each has a database of its own, which takes a minute. */
    @Test
    @Tag("long")
    void eachStatementOnTheOldest() throws Exception {
        eachStatement(15);
    }

    private void eachStatement(int major) throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        int open = 0;
        try (EffectGround ground = new EffectGround(major)) {
            for (EffectCases.Case one : EffectCases.all()) {
                if (one.since() > major) {
                    continue;
                }
                try (EffectGround.Place place = ground.own(one.before())) {
                    World told = World.of(place.schema()).runBy("plumb");
                    // Some statements, as LOCK, are for transactions alone.
                    place.session().execute("BEGIN");
                    place.session().execute(one.sql());
                    place.session().execute("COMMIT");
                    run(told, one.sql());
                    List<String> different = WorldText.difference(told, World.of(EffectGround.read(place.session())));
                    if (!different.isEmpty()) {
                        wrong.add(one.name() + "\n" + one.sql() + "\n  " + String.join("\n  ", different));
                    }
                    tried++;
                    open += told.relations().stream().allMatch(Relation::known) ? 0 : 1;
                }
            }
        }
        System.out.printf(
                "PostgreSQL %d: after %d of %d statements as the catalog, after %d of them some relation is said to be open%n",
                major, tried - wrong.size(), tried, open);
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
        assertThat(tried).isGreaterThan(250);
        assertThat(open).as("what is open is not compared").isLessThan(tried / 20);
    }

    @Test
    void aTemporaryTableHidesAnother() throws Exception {
        String script = """
                CREATE TEMPORARY TABLE plain (z int);
                ALTER TABLE plain ADD COLUMN w serial;
                CREATE INDEX on_z ON plain (z);
                ALTER TABLE public.plain ADD COLUMN own int;
                DROP TABLE plain;
                ALTER TABLE plain ADD COLUMN again int;
                """;
        try (EffectGround ground = new EffectGround(18);
                EffectGround.Place place = ground.own("")) {
            World told = World.of(place.schema());
            place.session().execute(script);
            run(told, script);
            assertThat(WorldText.difference(told, World.of(EffectGround.read(place.session()))))
                    .isEmpty();
        }
    }

    private void run(World world, String script) throws SyntaxError {
        for (Tree statement : grammar.parse(script)) {
            world.run(statement, script);
        }
    }
}
