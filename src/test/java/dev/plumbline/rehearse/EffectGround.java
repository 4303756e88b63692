package dev.plumbline.rehearse;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.EmbeddedServer;
import dev.plumbline.source.postgres.CatalogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;

/** A server with databases made by base.sql. */
final class EffectGround implements AutoCloseable {
    /** A database for one statement. */
    record Place(Session session, Schema schema, boolean own) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            if (own) {
                session.close();
            }
        }
    }

    private final EmbeddedServer server;
    private final Session admin;
    private final Session shared;
    private final Schema schema;
    private int databases;

    EffectGround(int major) throws SQLException, IOException {
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
        return own(before);
    }

    /** One that nobody else has, and that may be changed for good. */
    Place own(String before) throws SQLException {
        if (before.isEmpty()) {
            return new Place(copy(), schema, true);
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

    static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }

    @Override
    public void close() throws SQLException {
        shared.close();
        admin.close();
        server.close();
    }
}
