package dev.plumbline.source.postgres;

import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.source.Origins;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads all of a database's schema in one snapshot. */
public final class CatalogReader {
    private static final int ATTEMPTS = 3;

    /** That of some thousand tables, whose reading takes long enough that a second session has connected meanwhile. */
    private static final long HELPED_FROM = 8L << 20;

    static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ";

    /**
     * An empty search path makes the server qualify every name, and these settings make it write values the same way everywhere.
     * Compiling queries would take longer than they run. In a transaction that is open already, as behind a pooler, BEGIN warns and
     * gives it this isolation all the same, as long as it has read nothing.
     */
    static final String SETTINGS = """
            SET LOCAL search_path = '';
            SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL quote_all_identifiers = off;
            SET LOCAL jit = off
            """;

    private final Session session;
    private final Optional<Database> database;
    private final long helpedFrom;
    private final String source;
    private final String ledgerSchema;
    private final Origins origins;

    /**
     * Makes a reader.
     *
     * @param session      of any role: no right on a table is needed
     * @param source       what {@link Schema#source} says; without a password
     * @param ledgerSchema Plumbline's own schema, which is left out
     * @param origins      where objects were made
     */
    public CatalogReader(Session session, String source, String ledgerSchema, Origins origins) {
        this(session, Optional.empty(), HELPED_FROM, source, ledgerSchema, origins);
    }

    /**
     * Makes a reader that may read in two sessions.
     *
     * @param database   where to open the second; empty for reading in one
     * @param helpedFrom how many bytes of {@code pg_attribute} make a second session worth its start
     */
    CatalogReader(
            Session session,
            Optional<Database> database,
            long helpedFrom,
            String source,
            String ledgerSchema,
            Origins origins) {
        this.session = session;
        this.database = database;
        this.helpedFrom = helpedFrom;
        this.source = source;
        this.ledgerSchema = ledgerSchema;
        this.origins = origins;
    }

    /**
     * Reads a database, a large one in two sessions where it lets us, and in a session of its own for each attempt: behind a pooler its settings last no longer.
     *
     * @throws ProblemException those of {@link #read()} and of {@link Database#openToRead}
     */
    public static Schema read(Database database, String source, String ledgerSchema, Origins origins) {
        return attempts(source, () -> {
            Session session = database.openToRead();
            try {
                return new CatalogReader(session, Optional.of(database), HELPED_FROM, source, ledgerSchema, origins)
                        .once();
            } finally {
                close(session);
            }
        });
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            // All that was wanted of it is read.
            return;
        }
    }

    /**
     * Reads it. Definitions are deparsed by the server, which looks at the catalog of that moment rather than at the snapshot: where
     * somebody drops an object in between, all is read anew.
     *
     * @throws ProblemException with {@code catalog-unreadable}, {@code statement-cancelled} or {@code connection-lost}
     */
    public Schema read() {
        return attempts(source, this::once);
    }

    private interface Attempt {
        Schema read() throws SQLException;
    }

    private static Schema attempts(String source, Attempt way) {
        for (int attempt = 1; ; attempt++) {
            try {
                return way.read();
            } catch (VanishedException e) {
                if (attempt == ATTEMPTS) {
                    throw ReadFailure.changing(source).exception(e);
                }
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (attempt == ATTEMPTS || !ReadFailure.mayPass(failure)) {
                    throw ReadFailure.of(failure, source).exception(e);
                }
            }
        }
    }

    private Schema once() throws SQLException {
        session.execute(BEGIN + SETTINGS);
        Optional<SecondSession> second =
                database.isEmpty() ? Optional.empty() : SecondSession.beside(session, database.get(), helpedFrom);
        try (SecondSession _ = second.orElse(null)) {
            Schema schema = schema(new Catalog(session, second, origins));
            session.execute("COMMIT");
            return schema;
        } catch (SQLException | RuntimeException e) {
            leave(e);
            throw e;
        }
    }

    private void leave(Exception cause) {
        try {
            session.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Relations come before their parts, and what a part refers to before the part. */
    private Schema schema(Catalog catalog) throws SQLException {
        Members.read(catalog);
        Comments.read(catalog);
        List<SchemaObject.Whole> objects = new ArrayList<>(Namespaces.read(catalog, ledgerSchema));
        // The longest queries, but for that of the columns: what is asked here meanwhile takes as long as they.
        Constraints.ahead(catalog);
        Indexes.ahead(catalog);
        Dependencies.ahead(catalog);
        objects.addAll(Extensions.read(catalog));
        objects.addAll(Collations.read(catalog));
        objects.addAll(Enums.read(catalog));
        objects.addAll(Composites.read(catalog));
        objects.addAll(Ranges.read(catalog));
        Sequences sequences = Sequences.read(catalog);
        objects.addAll(sequences.all());
        Relations relations = Relations.read(catalog);
        Inheritance inheritance = Inheritance.read(catalog);
        Columns columns = Columns.read(catalog, sequences, inheritance);
        Constraints constraints = Constraints.read(catalog);
        objects.addAll(Domains.read(catalog, constraints));
        objects.addAll(relations.with(new Relations.AllParts(
                inheritance,
                columns,
                constraints,
                Triggers.read(catalog),
                Rules.read(catalog),
                Policies.read(catalog))));
        objects.addAll(Indexes.read(catalog, columns));
        objects.addAll(StatisticsObjects.read(catalog));
        objects.addAll(Routines.read(catalog));
        objects.addAll(EventTriggers.read(catalog));
        objects.addAll(Publications.read(catalog));
        objects.addAll(DefaultAcls.read(catalog));
        objects.addAll(Others.read(catalog));
        SortedMap<ObjectId, SchemaObject.Whole> byId = new TreeMap<>();
        objects.forEach(object -> byId.put(object.id(), object));
        return new Schema(source, catalog.version(), byId, new TreeMap<>(Dependencies.read(catalog)));
    }
}
