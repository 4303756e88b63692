package dev.plumbline.migrate;

import dev.plumbline.db.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A request to stop, from a signal handler's thread to the engine's. */
public final class Interruption {
    private volatile boolean requested;
    private volatile @Nullable Session watched;

    /**
     * Cancels the script's statement that runs on the server now; the engine then rolls back and says so. May be called again: a
     * cancel that arrives before its statement does is lost.
     */
    public synchronized void request() throws SQLException {
        requested = true;
        Session session = watched;
        if (session != null) {
            session.cancel();
        }
    }

    public boolean requested() {
        return requested;
    }

    /** A statement of a script starts. Plumbline's own are never cancelled: they record what was done. */
    void watch(Session session) {
        watched = session;
    }

    /** The statement has ended. Returns only after a cancel under way has been delivered, so that it hits no later one. */
    synchronized void unwatch() {
        watched = null;
    }
}
