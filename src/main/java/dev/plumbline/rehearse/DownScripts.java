package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.postgres.NamesByOid;
import dev.plumbline.source.replay.Replayer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds what undoes migrations that have no down script: the way from the state after them back to the one before. */
public final class DownScripts {
    /**
     * What undoes one migration.
     *
     * @param way  none of its statements where the migration leaves the schema as it was
     * @param lost what the migration loses, and its undoing does not bring back
     */
    public record Script(Migration migration, Way way, List<String> lost) {
        public Script {
            lost = List.copyOf(lost);
        }
    }

    /** A state on the way: what is there, and what is called how. */
    private record State(Schema schema, Map<NamesByOid.Oid, NamesByOid.Name> names) {}

    private final MigrationDirectory directory;
    private final String ledgerSchema;

    private DownScripts(MigrationDirectory directory, String ledgerSchema) {
        this.directory = directory;
        this.ledgerSchema = ledgerSchema;
    }

    /**
     * Those of a directory, in the order of its migrations.
     *
     * @throws ProblemException {@code workshop-failed}, and those of {@link Replayer#migrations}
     */
    public static List<Script> missing(
            MigrationDirectory directory, Replayer replayer, PlaceholderValues placeholders, String ledgerSchema) {
        return new DownScripts(directory, ledgerSchema).missing(replayer, placeholders);
    }

    private List<Script> missing(Replayer replayer, PlaceholderValues placeholders) {
        List<Migration> migrations = directory.onEmptyDatabase();
        TreeSet<Integer> without = new TreeSet<>();
        TreeSet<Integer> stops = new TreeSet<>();
        for (int i = 0; i < migrations.size(); i++) {
            Migration migration = migrations.get(i);
            boolean has = migration.down().isPresent() || migration.kind() == Kind.REPEATABLE;
            if (!has && directory.layout().down(migration).isPresent()) {
                without.add(i);
                stops.add(i);
                stops.add(i + 1);
            }
        }
        Map<Integer, State> states = new HashMap<>();
        List<Script> scripts = new ArrayList<>();
        replayer.walk(directory, placeholders, ledgerSchema, stops, (done, database) -> {
            Schema schema = read(database);
            try (Session session = database.open()) {
                State after = new State(schema, NamesByOid.read(session, ledgerSchema));
                State before = states.remove(done - 1);
                states.put(done, after);
                if (without.contains(done - 1)) {
                    if (before == null) {
                        throw new IllegalStateException("the replay did not stop before script " + done);
                    }
                    scripts.add(script(migrations.get(done - 1), before, after, database, session));
                }
            } catch (SQLException e) {
                throw failed(migrations.get(Math.max(0, done - 1)), e);
            }
        });
        return scripts;
    }

    private Script script(Migration migration, State before, State after, Database database, Session session)
            throws SQLException {
        NamesBack names = new NamesBack(session, ledgerSchema);
        List<String> sql = new ArrayList<>(names.run(before.names()));
        Schema renamed = after.schema();
        if (!sql.isEmpty()) {
            renamed = read(database);
            names.undo();
            if (!NamesByOid.read(session, ledgerSchema).equals(after.names())) {
                throw new IllegalStateException(
                        "names were not taken back after " + migration.up().path());
            }
        }
        SchemaDiff there = SchemaDiff.of(before.schema(), renamed);
        Way way = Way.of(Plan.of(there.reversed(), form(migration)).steps(), before.schema());
        sql.addAll(way.sql());
        return new Script(
                migration,
                new Way(sql, way.offenders(), way.alone(), way.away()),
                there.changes().stream()
                        .map(Change::lost)
                        .flatMap(lost -> lost.stream())
                        .distinct()
                        .toList());
    }

    /** Where one line of the layout speaks for both scripts, and says that they run in a transaction, so must this one. */
    private Form form(Migration migration) {
        boolean shared =
                directory.layout().outsideTransactions(migration.up().path()).isPresent();
        return shared && migration.up().transactional() ? Form.PLAIN : Form.SAFE;
    }

    private Schema read(Database database) {
        String source = directory.path().toString();
        return CatalogReader.read(database, source, ledgerSchema, Origins.catalog(source));
    }

    private ProblemException failed(Migration migration, SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        Path up = migration.up().path();
        return Problem.of(
                        ProblemId.WORKSHOP_FAILED,
                        "what undoes the new names of " + up + " could not be tried on the shadow: "
                                + failure.message())
                .at(up.toString())
                .excerpt(failure.lines())
                .state("nothing was written: the shadow is thrown away")
                .remedy(directory.layout().down(migration).stream()
                        .map(down -> "write its down script by hand, into " + down
                                + ", then plumb down again for the others")
                        .toArray(String[]::new))
                .exception(e);
    }
}
