package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users who are no superuser may do, and what they are told where they may not. */
@Tag("database")
class RoleTest {
    @TempDir
    Path directory;

    private Project project;

    @BeforeEach
    void aMigrationOfThreeSteps() throws Exception {
        project = new Project(directory)
                .file(
                        "1_users.up.sql",
                        "CREATE TABLE users (id int);\nCREATE INDEX CONCURRENTLY users_id ON users (id);\nCOMMENT ON TABLE users IS 'x';\n");
        project.login("deploy_login");
        project.login("deploy_owner");
        project.sql("GRANT deploy_owner TO deploy_login");
        project.sql("GRANT CREATE ON SCHEMA public TO deploy_login, deploy_owner");
    }

    @Test
    void stepsAreRecordedUnderARoleThatCannotSeeTheLogin() throws Exception {
        project.sql("GRANT CREATE ON DATABASE " + project.databaseName() + " TO deploy_owner");

        project.engineAs("deploy_login", Optional.of("deploy_owner")).apply(new Target.Default());

        assertThat(project.sql("SELECT count(*) FROM plumb.migration_step WHERE state = 'done'"))
                .isEqualTo("3");
        assertThat(project.sql("SELECT tableowner FROM pg_tables WHERE tablename = 'users'"))
                .isEqualTo("deploy_owner");
    }

    @Test
    void aRoleThatIsTheUsersDefaultHidesTheBackendFromTheStart() throws Exception {
        String database = project.databaseName();
        project.sql("GRANT CREATE ON DATABASE " + database + " TO deploy_owner");
        project.sql("ALTER ROLE deploy_login IN DATABASE " + database + " SET role = 'deploy_owner'");

        project.engineAs("deploy_login", Optional.empty()).apply(new Target.Default());

        assertThat(project.sql(
                        "SELECT count(*) FROM plumb.migration_step WHERE backend_start > now() - interval '1 h'"))
                .isEqualTo("3");
        assertThat(project.sql("SELECT tableowner FROM pg_tables WHERE tablename = 'users'"))
                .isEqualTo("deploy_owner");
    }

    @Test
    void saysHowToAllowTheLedger() {
        Problem problem =
                failure(() -> project.engineAs("deploy_login", Optional.empty()).apply(new Target.Default()));

        assertThat(problem.id()).isEqualTo(ProblemId.LEDGER_NOT_WRITABLE);
        assertThat(problem.remedies())
                .containsExactly(
                        "as an administrator: GRANT CREATE ON DATABASE " + project.databaseName() + " TO deploy_login",
                        "or have the schema made for it: CREATE SCHEMA plumb AUTHORIZATION deploy_login");
    }

    @Test
    void aSchemaThatAnAdministratorMadeIsEnough() throws Exception {
        project.sql("CREATE SCHEMA plumb AUTHORIZATION deploy_login");

        Report report = project.engineAs("deploy_login", Optional.empty()).apply(new Target.Default());

        assertThat(report.done()).hasSize(1);
    }

    @Test
    void aSchemaThatAnAdministratorKeptSaysToGiveItAway() throws Exception {
        project.sql("CREATE SCHEMA plumb; GRANT USAGE ON SCHEMA plumb TO deploy_login");

        Problem problem =
                failure(() -> project.engineAs("deploy_login", Optional.empty()).apply(new Target.Default()));

        assertThat(problem.what())
                .isEqualTo("cannot create the ledger in schema plumb: permission denied for schema plumb");
        assertThat(problem.remedies()).containsExactly("as an administrator: ALTER SCHEMA plumb OWNER TO deploy_login");
    }

    @Test
    void aLedgerOfAnotherRoleIsUpgradedByThatRole() throws Exception {
        project.sql(
                "CREATE SCHEMA plumb AUTHORIZATION deploy_owner; GRANT USAGE, CREATE ON SCHEMA plumb TO deploy_login");
        project.sql(
                LedgerSchema.upgrade(0, "plumb") + "INSERT INTO plumb.ledger (version, tool_version) VALUES (1, 'x');"
                        + "GRANT ALL ON ALL TABLES IN SCHEMA plumb TO deploy_login");

        Problem problem =
                failure(() -> project.engineAs("deploy_login", Optional.empty()).apply(new Target.Default()));

        assertThat(problem.what()).startsWith("cannot upgrade the ledger in schema plumb: must be owner of table");
        assertThat(problem.remedies())
                .containsExactly("run it as the role that owns the ledger: role: deploy_owner in plumb.yml");
    }

    @Test
    void aLedgerThatMayNotBeReadSaysWhoseItIs() {
        project.engine().apply(new Target.Default());

        Problem problem =
                failure(() -> project.engineAs("deploy_login", Optional.empty()).status());

        assertThat(problem.id()).isEqualTo(ProblemId.LEDGER_NOT_WRITABLE);
        assertThat(problem.what())
                .isEqualTo("cannot read the ledger in schema plumb: permission denied for schema plumb");
        assertThat(problem.remedies().getLast())
                .endsWith("GRANT USAGE ON SCHEMA plumb TO deploy_login;"
                        + " GRANT SELECT ON ALL TABLES IN SCHEMA plumb TO deploy_login");
    }

    @Test
    void aMigrationThatTakesItsOwnRoleAwayIsAppliedAndSaysWhatFailed() throws Exception {
        project.login("deploy_chief");
        project.sql("ALTER ROLE deploy_chief SUPERUSER; GRANT deploy_chief TO deploy_login");
        project.file("2_revoke.up.sql", "REVOKE deploy_chief FROM deploy_login;\n");

        Problem problem = failure(() ->
                project.engineAs("deploy_login", Optional.of("deploy_chief")).apply(new Target.Default()));

        assertThat(problem.excerpt())
                .contains("ERROR 42501: resetting the session: permission denied to set role \"deploy_chief\"");
        assertThat(problem.state()).contains("what was reported as applied is applied and recorded");
        assertThat(project.engine().status().in(State.APPLIED)).hasSize(2);
    }

    private static Problem failure(Runnable action) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(action::run).isInstanceOf(ProblemException.class).satisfies(e -> thrown[0] = e);
        return ((ProblemException) thrown[0]).problem();
    }
}
