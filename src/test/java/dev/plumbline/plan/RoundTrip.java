package dev.plumbline.plan;

import dev.plumbline.db.Session;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.source.postgres.CatalogReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Two schemas as scripts, and what must hold between them: a plan leads from each to the other, after which nothing differs. */
record RoundTrip(String from, String to) {
    /** Whether each migration is also undone and made again. */
    private static final boolean UNDONE = Boolean.getBoolean("roundtrip.undone");

    /**
     * Plans and runs the way there and back in both forms: safely from the one end, plainly from the other, each on its own database.
     *
     * @return what was done on the ways there and back
     * @throws AssertionError with the plan, where a statement fails or something is left
     */
    List<List<Change>> check() throws SQLException {
        try (Arena.Ground left = Arena.shared().lend();
                Arena.Ground right = Arena.shared().lend()) {
            Schema before = made(left, from);
            Schema after = made(right, to);
            SchemaDiff there = SchemaDiff.of(before, after);
            SchemaDiff back = SchemaDiff.of(after, before);
            run(left.session(), there, Form.SAFE);
            run(left.session(), SchemaDiff.of(read(left.session()), before), Form.SAFE);
            run(right.session(), back, Form.PLAIN);
            run(right.session(), SchemaDiff.of(read(right.session()), after), Form.PLAIN);
            return List.of(there.changes(), back.changes());
        }
    }

    private static Schema made(Arena.Ground ground, String script) throws SQLException {
        ground.session().execute(script.isBlank() ? "SELECT 1" : script);
        return read(ground.session());
    }

    /** Runs a plan, migration by migration, on a database that is where the diff begins, and sees that it ends where the diff does. */
    static void run(Session session, SchemaDiff diff, Form form) throws SQLException {
        Plan plan = Plan.of(diff, form);
        for (Draft draft : Drafts.of(plan)) {
            String where = "migration %s of the %s plan:\n%s".formatted(draft.slug(), form, plan.sql());
            if (UNDONE) {
                Schema before = read(session);
                run(session, draft.steps(), draft.transaction(), where);
                undo(session, before, where);
            }
            run(session, draft.steps(), draft.transaction(), where);
        }
        List<Change> left = SchemaDiff.of(read(session), diff.to()).changes();
        if (!left.isEmpty()) {
            throw new AssertionError("left: %s\nafter the %s plan:\n%s".formatted(left, form, plan.sql()));
        }
    }

    /** Goes back to what was before a migration, as its down script does. */
    private static void undo(Session session, Schema before, String migration) throws SQLException {
        SchemaDiff back = SchemaDiff.of(read(session), before);
        List<Step> steps = Plan.of(back, Form.SAFE).steps();
        boolean transaction =
                steps.stream().allMatch(Step::transaction) && steps.stream().noneMatch(Step::addsLabels);
        String down = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
        run(session, steps, transaction, "what undoes " + migration + "\nby:\n" + down);
        List<Change> left = SchemaDiff.of(read(session), before).changes();
        if (!left.isEmpty()) {
            throw new AssertionError("left: %s\nby what undoes %s\nby:\n%s".formatted(left, migration, down));
        }
    }

    private static void run(Session session, List<Step> steps, boolean transaction, String where) throws SQLException {
        List<String> statements = new ArrayList<>(steps.stream().map(Step::sql).toList());
        if (transaction) {
            statements.addFirst("BEGIN");
            statements.addLast("COMMIT");
        }
        for (String statement : statements) {
            try {
                session.execute(statement);
            } catch (SQLException e) {
                throw new AssertionError("%s\nin: %s\nof %s".formatted(e.getMessage(), statement, where), e);
            }
        }
    }

    static Schema read(Session session) {
        return new CatalogReader(session, "test", "plumb", _ -> Origin.of("test")).read();
    }
}
