package dev.plumbline.source.replay;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.migrate.Replay;
import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.migrate.Trail;
import dev.plumbline.model.Origin;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A shadow that holds what the scripts of a source made, to be read and thrown away. */
public final class Replayed implements AutoCloseable {
    private final String source;
    private final Database database;
    private final Trail trail;
    private final List<String> files;
    private final int restored;
    private final Runnable close;
    private final Replay.Where where;
    private final Optional<Server> server;

    /**
     * A server of ours.
     *
     * @param keptIn    the directory on whose disk its data is
     * @param lastWords why it went down, as far as it left word
     */
    public record Server(Path keptIn, Supplier<Optional<String>> lastWords) {}

    Replayed(
            String source,
            Database database,
            Replay.Where where,
            Trail trail,
            List<ReplayScript> scripts,
            int restored,
            Optional<Server> server,
            Runnable close) {
        this.source = source;
        this.database = database;
        this.where = where;
        this.trail = trail;
        this.files = scripts.stream().map(ReplayScript::file).toList();
        this.restored = restored;
        this.server = server;
        this.close = close;
    }

    /** Where to read; until it is closed. */
    public Database database() {
        return database;
    }

    /**
     * The same for runs of migrations: with their timeouts, and as the role that scripts run as, which is made where the server is
     * thrown away.
     */
    public Database forRuns(Duration lockTimeout, Duration statementTimeout) {
        if (where.role().isPresent()) {
            try (Session session = database.open()) {
                new Replay(session, where, List.of()).run(0, 0);
            } catch (SQLException e) {
                throw Replayer.broken(e);
            }
        }
        return new Database(
                database.spec(), database.applicationName(), where.role(), lockTimeout, Optional.of(statementTimeout));
    }

    /**
     * Makes a role that a script names and nobody made.
     *
     * @return whether it was made: on a server of the user's it is not
     */
    public boolean makeRole(String role) {
        try (Session session = database.open()) {
            return Replay.makeRole(session, where, role);
        } catch (SQLException e) {
            throw Replayer.broken(e);
        }
    }

    /**
     * Refuses scripts that would change more of a server of the user's than this database.
     *
     * @throws ProblemException {@code shadow-server-wide}
     */
    public void refuseServerWide(List<ReplayScript> scripts) {
        try (Session session = database.open()) {
            new Replay(session, where, scripts).refuseServerWide();
        } catch (SQLException e) {
            throw Replayer.broken(e);
        }
    }

    /** Runs one more script; where it fails, what it did before stays, as it would on a database in use. */
    public Optional<Problem> run(ReplayScript script) {
        return run(script, Optional.empty());
    }

    /** Like {@link #run(ReplayScript)}; a statement that fails ends it only where it cannot be mended. */
    public Optional<Problem> run(ReplayScript script, Replay.Mender mender) {
        return run(script, Optional.of(mender));
    }

    private Optional<Problem> run(ReplayScript script, Optional<Replay.Mender> mender) {
        try (Session session = database.open()) {
            Replay replay = new Replay(session, where, List.of(script), mender);
            try {
                replay.run(0, 1);
                return Optional.empty();
            } catch (ProblemException e) {
                if (!session.isClosed()) {
                    replay.abandon();
                }
                return Optional.of(e.problem());
            }
        } catch (SQLException e) {
            throw Replayer.broken(e);
        }
    }

    /**
     * The origin of a row of the catalog.
     *
     * @param xmin its {@code xmin}, without an epoch
     */
    public Origin originOf(long xmin) {
        return new Origin(source, trail.placeOf(xmin, files));
    }

    /** The server, where it is thrown away with the shadow. */
    public Optional<Server> server() {
        return server;
    }

    /** How many scripts it is made of. */
    public int scripts() {
        return files.size();
    }

    /** How many of them an earlier replay had done. */
    public int restored() {
        return restored;
    }

    /** What was done that no script says, each with its place. */
    public List<String> notes() {
        return trail.notes().stream()
                .map(note -> files.get(note.script()) + ":" + note.line() + ":" + note.column() + ": " + note.text())
                .toList();
    }

    @Override
    public void close() {
        close.run();
    }
}
