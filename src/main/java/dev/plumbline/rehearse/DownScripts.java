package dev.plumbline.rehearse;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what undoes migrations that have no down script: the way from the state after them back to the one before. */
public final class DownScripts {
    /**
     * What undoes one migration.
     *
     * @param steps none where the migration leaves the schema as it was
     * @param lost  what the migration loses, and its undoing does not bring back
     */
    public record Script(Migration migration, List<Step> steps, List<String> lost) {
        public Script {
            steps = List.copyOf(steps);
            lost = List.copyOf(lost);
        }

        public List<String> sql() {
            return steps.stream().map(Step::sql).toList();
        }
    }

    private DownScripts() {}

    /** Those of a directory, in the order of its migrations. */
    public static List<Script> missing(
            MigrationDirectory directory, Replayer replayer, PlaceholderValues placeholders, String ledgerSchema) {
        List<Migration> migrations = directory.onEmptyDatabase();
        List<Integer> without = new ArrayList<>();
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
        Map<Integer, Schema> states = new TreeMap<>();
        String source = directory.path().toString();
        replayer.walk(
                directory,
                placeholders,
                ledgerSchema,
                stops,
                (scripts, database) -> states.put(
                        scripts, CatalogReader.read(database, source, ledgerSchema, Origins.catalog(source))));
        List<Script> scripts = new ArrayList<>();
        for (int i : without) {
            Schema before = states.get(i);
            Schema after = states.get(i + 1);
            if (before == null || after == null) {
                throw new IllegalStateException("the replay did not stop around script " + i);
            }
            SchemaDiff there = SchemaDiff.of(before, after);
            scripts.add(new Script(
                    migrations.get(i),
                    Plan.of(there.reversed(), Form.SAFE).steps(),
                    there.changes().stream()
                            .map(Change::lost)
                            .flatMap(lost -> lost.stream())
                            .distinct()
                            .toList()));
        }
        return scripts;
    }
}
