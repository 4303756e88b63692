package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right that the migration's role lacks is told as what to grant, or as which role to run. */
@Tag("database")
class PrivilegesTest {
    private static final String CORRECT = "correct DIR/1_step.up.sql, then plumb apply";

    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void roles() throws Exception {
        project = new Project(directory);
        project.login("right_login");
        project.login("right_owner");
        project.sql("REVOKE right_owner FROM right_login; ALTER ROLE right_login INHERIT");
        project.sql("CREATE SCHEMA plumb AUTHORIZATION right_login");
    }

    private Problem problem(String sql) throws Exception {
        project.file("1_step.up.sql", sql);
        Engine engine = project.engineAs("right_login", Optional.empty());
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> engine.apply(new Target.Default()));
        assertThat(e.problem().id()).isEqualTo(ProblemId.STATEMENT_FAILED);
        return e.problem();
    }

    private void remediesAre(Problem problem, String... remedies) {
        assertThat(problem.remedies().stream()
                        .map(remedy -> remedy.replace(directory.toString(), "DIR"))
                        .toList())
                .containsExactly(remedies);
    }

    @Test
    void aSchemaThatBelongsToASuperuser() throws Exception {
        remediesAre(
                problem("CREATE TABLE one (id int);"),
                "as plumb or a superuser: GRANT CREATE ON SCHEMA public TO right_login",
                CORRECT);
    }

    @Test
    void aSchemaThatBelongsToTheOwnerOfTheDatabase() throws Exception {
        project.sql("ALTER DATABASE " + project.databaseName() + " OWNER TO right_owner");
        project.sql("REVOKE USAGE ON SCHEMA public FROM public");
        remediesAre(
                problem("CREATE TABLE public.one (id int);"),
                "as right_owner or a superuser: GRANT USAGE, CREATE ON SCHEMA public TO right_login",
                "GRANT right_owner TO right_login, which makes it a member of the owner",
                CORRECT);
        remediesAre(
                problem("CREATE SCHEMA more;"),
                "as right_owner or a superuser: GRANT CREATE ON DATABASE " + project.databaseName() + " TO right_login",
                "GRANT right_owner TO right_login, which makes it a member of the owner",
                CORRECT);
    }

    @Test
    void aTableThatBelongsToARoleThatTheLoginMayTake() throws Exception {
        project.sql("CREATE TABLE public.one (id int); ALTER TABLE public.one OWNER TO right_owner");
        // From PostgreSQL 16 on inheriting is settled when membership is granted.
        project.sql("ALTER ROLE right_login NOINHERIT");
        project.sql("GRANT right_owner TO right_login");
        String sql = "ALTER TABLE one ADD COLUMN two int;";
        remediesAre(problem(sql), "let the migration begin with SET ROLE right_owner, who owns it", CORRECT);

        project.sql("GRANT USAGE ON SCHEMA plumb TO right_owner");
        project.sql("GRANT ALL ON ALL TABLES IN SCHEMA plumb TO right_owner");
        remediesAre(
                problem(sql), "run migrations as right_owner, who owns it: role: right_owner in plumb.yml", CORRECT);
        project.engineAs("right_login", Optional.of("right_owner")).apply(new Target.Default());
    }

    @Test
    void aTableThatBelongsToASuperuser() throws Exception {
        project.sql("CREATE TABLE public.one (id int)");
        remediesAre(
                problem("ALTER TABLE one ADD COLUMN two int;"),
                "have plumb, who owns it, give it to right_login: ALTER … OWNER TO right_login",
                CORRECT);
    }

    @Test
    void aRightThatTheMessageDoesNotName() throws Exception {
        remediesAre(problem("CREATE ROLE right_third;"), "run it as a role that may: role: ROLE in plumb.yml", CORRECT);
    }
}
