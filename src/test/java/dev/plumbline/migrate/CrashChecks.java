package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.CommandRun;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What must be true after a run was killed: the status tells what the catalog shows, and a second run reaches the end. */
final class CrashChecks {
    private final CrashDatabases databases;
    private final CrashRun run;
    private final ChildPlumb child;
    private final Sql sql;

    CrashChecks(CrashDatabases databases, CrashRun run, ChildPlumb child, Sql sql) {
        this.databases = databases;
        this.run = run;
        this.child = child;
        this.sql = sql;
    }

    /** The status answers, whatever else is going on. */
    void statusAnswers() {
        status();
    }

    /** What the status says of each migration is what the catalog holds. No backend of the killed run is left. */
    void statusIsTrue() throws SQLException {
        String text = status();
        List<String> lies = new ArrayList<>();
        for (Told told : Told.of(text)) {
            for (CrashProject.Effect effect :
                    CrashProject.sample(told.version()).effects()) {
                String wanted = told.wants(effect);
                if (!wanted.isEmpty() && !sql.is(wanted)) {
                    lies.add(told + ", but not: " + wanted);
                }
            }
        }
        assertThat(lies).as("%s%n%s%n%s", run.name(), ledger(), text).isEmpty();
    }

    private String status() {
        CommandRun status = databases.plumb(run.url(), "status", "--json");
        assertThat(status.exitCode()).as("%s%n%s", run.name(), status.err()).isZero();
        return status.out();
    }

    /** The same command again ends well, where an undisturbed one does, and has done nothing twice. */
    void secondRunReachesTheEnd(String... more) throws SQLException, IOException {
        List<String> options = new ArrayList<>(run.options());
        options.addAll(List.of(more));
        CommandRun second = databases.plumb(run.url(), run.command(), options.toArray(String[]::new));
        String context = "%s%n%s%nkilled run:%n%s%nsecond run:%n%s%s"
                .formatted(run.name(), ledger(), child.text(), second.out(), second.err());
        assertThat(second.exitCode()).as(context).isZero();
        assertThat(CatalogSnapshot.of(sql).parts())
                .as(context)
                .isEqualTo(databases.undisturbed(run).parts());
        statusIsTrue();
        assertThat(sql.rows("SELECT identity FROM plumb.migration_run WHERE direction = '" + run.direction()
                        + "' AND result = 'done' GROUP BY identity HAVING count(*) > 1"))
                .as(context + ": done twice")
                .isEmpty();
    }

    private String ledger() throws SQLException {
        if (!sql.is("to_regclass('plumb.migration_step') IS NOT NULL")) {
            return "no ledger";
        }
        return "runs: "
                + String.join(
                        "; ", sql.rows("SELECT id, version, direction, result FROM plumb.migration_run ORDER BY 1"))
                + "\nsteps: "
                + String.join(
                        "; ",
                        sql.rows("SELECT run_id, ordinal, first_statement, last_statement, state, statement"
                                + " FROM plumb.migration_step ORDER BY 1, 2"));
    }

    /**
     * What the status says of one migration.
     *
     * @param begun the statement whose end is not known, or 0
     */
    private record Told(int version, String state, String direction, int done, int begun) {
        @SuppressWarnings("unchecked")
        static List<Told> of(String json) {
            Map<String, Object> status =
                    (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(json);
            List<Map<String, Object>> migrations =
                    (List<Map<String, Object>>) status.getOrDefault("migrations", List.of());
            assertThat(migrations).as(json).hasSize(CrashProject.size());
            return migrations.stream().map(Told::of).toList();
        }

        private static Told of(Map<String, Object> migration) {
            int done = (int) migration.getOrDefault("statementsDone", 0);
            String remarks = String.valueOf(migration.get("remarks"));
            return new Told(
                    Integer.parseInt(String.valueOf(migration.get("version"))),
                    String.valueOf(migration.get("state")),
                    String.valueOf(migration.getOrDefault("direction", "up")),
                    done,
                    remarks.contains("was begun") ? done + 1 : 0);
        }

        /** The condition that must hold of an effect, or empty where both may be. */
        String wants(CrashProject.Effect effect) {
            int at = direction.equals("up") ? effect.up() : effect.down();
            boolean ran = at <= done;
            return switch (state) {
                case "applied" -> effect.there();
                case "pending", "failed" -> effect.absent();
                case "partial" -> at == begun ? "" : ran == direction.equals("up") ? effect.there() : effect.absent();
                default -> throw new AssertionError("an unknown state: " + this);
            };
        }
    }
}
