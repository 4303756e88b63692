package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A request to stop, from a signal handler's thread to the engine's. */
public final class Interruption {
    private volatile boolean requested;
    private volatile @Nullable Session watched;

    /** Cancels what runs on the server now; the engine then rolls back and says so. */
    public void request() throws SQLException {
        requested = true;
        Session session = watched;
        if (session != null) {
            session.cancel();
        }
    }

    public boolean requested() {
        return requested;
    }

    void watch(Session session) {
        watched = session;
    }

    void unwatch() {
        watched = null;
    }
}
