package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Owners;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Draft;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Ownership;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A shadow that holds a schema of any source, and the rows that migrations insert, to run a plan on. Not thread-safe. */
public final class Workshop implements AutoCloseable {
    /** SQLSTATE classes of values that a type or a constraint does not take. */
    private static final String DATA = "22";

    private static final String INTEGRITY = "23";

    private final Replayed shadow;
    private final Session session;
    private final String ledgerSchema;

    private Workshop(Replayed shadow, String ledgerSchema) {
        this.shadow = shadow;
        this.session = shadow.database().open();
        this.ledgerSchema = ledgerSchema;
    }

    /**
     * Takes over what migrations made, with their rows.
     *
     * @param replayed is closed with it
     */
    public static Workshop over(Replayed replayed, String ledgerSchema) {
        try {
            return new Workshop(replayed, ledgerSchema);
        } catch (RuntimeException e) {
            replayed.close();
            throw e;
        }
    }

    /**
     * Makes a schema on a shadow, without rows.
     *
     * @param ledgerSchema the schema that is not part of it
     * @throws ProblemException {@code workshop-failed}, and those of starting or reaching a shadow
     */
    public static Workshop with(Replayer replayer, Schema schema, String ledgerSchema) {
        Workshop workshop = new Workshop(replayer.nothing(), ledgerSchema);
        try {
            workshop.makeRoles(schema);
            workshop.run(Plan.of(SchemaDiff.of(workshop.read(schema.source()), schema), Form.PLAIN)
                    .steps());
            workshop.giveAway(schema);
            return workshop;
        } catch (RuntimeException e) {
            workshop.closeAfter(e);
            throw e;
        }
    }

    /** Grants, policies and owners name roles, which are the server's and in no schema. */
    public void makeRoles(Schema schema) {
        Owners owners = new Owners(schema);
        Stream<String> unusual = schema.objects().values().stream().flatMap(object -> owners.unusual(object).stream());
        for (String role :
                Stream.concat(schema.roles().stream(), unusual).distinct().toList()) {
            try {
                if (!session.is("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role)) {
                    session.execute("CREATE ROLE " + Identifiers.quote(role) + " NOLOGIN");
                }
            } catch (SQLException e) {
                throw failed("making the role " + role, e);
            }
        }
    }

    /** The rights of a function's or view's owner are part of what it does. */
    private void giveAway(Schema schema) {
        Ownership.statements(schema).forEach(this::control);
    }

    /** Runs a migration, in one transaction where it may be. */
    public void run(Draft draft) {
        if (!draft.transaction()) {
            run(draft.steps());
            return;
        }
        control("BEGIN");
        run(draft.steps());
        control("COMMIT");
    }

    private void control(String statement) {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            throw failed(statement, e);
        }
    }

    /** Runs steps, each as its own transaction where none is open. */
    public void run(List<Step> steps) {
        for (Step step : steps) {
            try {
                session.execute(step.sql());
            } catch (SQLException e) {
                throw failed(
                        step.cause().verb() + " " + step.cause().id(),
                        e,
                        step.sql().lines().toList());
            }
        }
    }

    /** Runs a statement that may fail; returns whether it did not. */
    boolean attempt(String sql) {
        try {
            session.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** What is there now. */
    public Schema read(String source) {
        return new CatalogReader(session, source, ledgerSchema, Origins.catalog(source)).read();
    }

    private static ProblemException failed(String what, SQLException e, String... lines) {
        return failed(what, e, List.of(lines));
    }

    private static ProblemException failed(String what, SQLException e, List<String> lines) {
        SqlFailure failure = SqlFailure.of(e);
        if (failure.sqlState().startsWith(DATA) || failure.sqlState().startsWith(INTEGRITY)) {
            return Problem.of(
                            ProblemId.WORKSHOP_FAILED,
                            "rows that the migrations insert do not fit the plan: " + what + " failed: "
                                    + failure.message())
                    .excerpt(excerpt(lines, failure))
                    .state("nothing was changed or written: the shadow is thrown away")
                    .remedy("correct those rows by a migration of its own (plumb new), then plan again:"
                            + " a plan is tried on the rows that the migrations leave")
                    .exception(e);
        }
        return Problem.of(
                        ProblemId.WORKSHOP_FAILED,
                        "the plan could not be tried on the shadow: " + what + " failed: " + failure.message())
                .excerpt(excerpt(lines, failure))
                .state("nothing was changed or written: the shadow is thrown away")
                .remedy(
                        "if the shadow lacks something that your server has: name a server of your own in plumb.yml,"
                                + " shadow: { url: postgres://… }",
                        "else this is a bug of Plumbline: please report it with the lines above")
                .exception(e);
    }

    private static List<String> excerpt(List<String> lines, SqlFailure failure) {
        return Stream.concat(lines.stream().map(line -> "    " + line), failure.lines().stream())
                .toList();
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            // All that was wanted of it is read.
            return;
        } finally {
            shadow.close();
        }
    }
}
