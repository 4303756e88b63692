package dev.plumbline.cli;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.Origins;
import dev.plumbline.source.SourceSpec;
import dev.plumbline.source.postgres.CatalogReader;
import java.sql.SQLException;
import java.util.Optional;

/** Reads what a SOURCE names, with what the configuration says of it. */
final class Sources {
    private Sources() {}

    static Schema read(SourceSpec spec, Surroundings surroundings, String command) {
        return switch (spec) {
            case SourceSpec.Database database -> database(database.url(), surroundings, command);
        };
    }

    private static Schema database(Optional<String> url, Surroundings surroundings, String command) {
        if (url.or(surroundings::url).filter("embedded"::equals).isPresent()) {
            try (EmbeddedServer server = EmbeddedServer.start(EmbeddedServer.Options.throwaway())) {
                return database(surroundings.database(server.url("postgres"), command), surroundings);
            }
        }
        return database(
                url.map(given -> surroundings.database(given, command)).orElseGet(() -> surroundings.database(command)),
                surroundings);
    }

    private static Schema database(Database database, Surroundings surroundings) {
        String source = database.spec().display();
        Session session = database.open();
        try {
            return new CatalogReader(session, source, surroundings.ledgerSchema(), Origins.catalog(source)).read();
        } finally {
            close(session);
        }
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            // All that was wanted of it is read.
            return;
        }
    }
}
