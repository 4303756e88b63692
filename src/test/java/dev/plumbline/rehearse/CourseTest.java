package dev.plumbline.rehearse;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.risk.World;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of a database after a statement, from what was known before it, is what its catalog says. */
@Tag("database")
class CourseTest {
    private final Grammar grammar = new Grammar();

    @Test
    void aScriptFromNothing() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway());
                Session session = Database.own(server.url("postgres"), "test").open()) {
            System.out.println(fromNothing(session, Files.readString(EffectCases.FOLDER.resolve("base.sql"))));
        }
    }

    List<String> fromNothing(Session session, String script) throws SQLException, SyntaxError {
        World world = World.empty(session.serverMajor());
        session.execute(script);
        for (var tree : grammar.parse(script)) {
            world.run(tree, script);
        }
        return WorldText.difference(
                world, World.of(new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read()));
    }
}
