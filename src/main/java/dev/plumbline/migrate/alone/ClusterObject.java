package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** A kind of object that is made and dropped outside of transactions, and the catalog that lists it. */
enum ClusterObject {
    DATABASE("SELECT count(*) > 0 FROM pg_database WHERE datname = ?"),
    TABLESPACE("SELECT count(*) > 0 FROM pg_tablespace WHERE spcname = ?"),
    SUBSCRIPTION("SELECT count(*) > 0 FROM pg_subscription WHERE subname = ?"
            + " AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())");

    private final String existsQuery;

    ClusterObject(String existsQuery) {
        this.existsQuery = existsQuery;
    }

    static Optional<ClusterObject> named(String word) {
        for (ClusterObject kind : values()) {
            if (kind.toString().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    boolean exists(Session session, String name) throws SQLException {
        return session.is(existsQuery, name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
