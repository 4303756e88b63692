package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A shadow that holds a schema of any source, without rows, to run a plan on. Not thread-safe. */
public final class Workshop implements AutoCloseable {
    /** Everybody, and the roles that a function names instead of a role. */
    private static final Set<String> NO_ROLES = Set.of("PUBLIC", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE");

    private final Replayed shadow;
    private final Session session;
    private final String ledgerSchema;

    private Workshop(Replayed shadow, String ledgerSchema) {
        this.shadow = shadow;
        this.session = shadow.database().open();
        this.ledgerSchema = ledgerSchema;
    }

    /**
     * Makes a schema on a shadow.
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
            return workshop;
        } catch (RuntimeException e) {
            workshop.closeAfter(e);
            throw e;
        }
    }

    /** Grants and policies name roles, which are the server's and in no schema. */
    public void makeRoles(Schema schema) {
        Set<String> roles = new TreeSet<>();
        for (SchemaObject.Whole object : schema.objects().values()) {
            object.privileges().stream().map(Privilege::grantee).forEach(roles::add);
            object.parts().stream()
                    .flatMap(part -> part instanceof Policy policy ? policy.roles().stream() : Stream.empty())
                    .forEach(roles::add);
            if (object instanceof DefaultPrivileges defaults) {
                roles.add(defaults.role());
            }
        }
        roles.removeAll(NO_ROLES);
        for (String role : roles) {
            try {
                if (!session.is("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role)) {
                    session.execute("CREATE ROLE " + Identifiers.quote(role) + " NOLOGIN");
                }
            } catch (SQLException e) {
                throw failed("making the role " + role, e);
            }
        }
    }

    /** Runs steps, each as its own transaction. */
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

    /** What is there now. */
    public Schema read(String source) {
        return new CatalogReader(session, source, ledgerSchema, Origins.catalog(source)).read();
    }

    private static ProblemException failed(String what, SQLException e, String... lines) {
        return failed(what, e, List.of(lines));
    }

    private static ProblemException failed(String what, SQLException e, List<String> lines) {
        SqlFailure failure = SqlFailure.of(e);
        return Problem.of(
                        ProblemId.WORKSHOP_FAILED,
                        "the plan could not be tried on the shadow: " + what + " failed: " + failure.message())
                .excerpt(Stream.concat(lines.stream().map(line -> "    " + line), failure.lines().stream())
                        .toList())
                .state("nothing was changed or written: the shadow is thrown away")
                .remedy(
                        "if the shadow lacks something that your server has: name a server of your own in plumb.yml,"
                                + " shadow: { url: postgres://… }",
                        "else this is a bug of Plumbline: please report it with the lines above")
                .exception(e);
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
