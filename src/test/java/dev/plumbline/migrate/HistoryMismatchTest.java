package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.sql.Canonical;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are not what the database was made from. */
@Tag("database")
class HistoryMismatchTest {
    @TempDir
    Path directory;

    @Test
    void aMigrationThatFailedAndIsGoneStopsNothing() throws Exception {
        Project project = new Project(directory).file("1_a.up.sql", "SELECT 1;").file("2_b.up.sql", "SELECT no_such;");
        assertThat(refusal(project).id()).isEqualTo(ProblemId.STATEMENT_FAILED);

        project.move("2_b.up.sql", "3_b.up.sql");
        project.file("3_b.up.sql", "SELECT 3;");

        assertThat(project.engine().apply(new Target.Default()).done()).hasSize(1);
        assertThat(project.engine().status().isClean()).isTrue();
        assertThat(project.engine().status().in(State.APPLIED)).hasSize(2);
    }

    @Test
    void theVersionOfTheSchemaIsWrittenAsItsFileWritesIt() throws Exception {
        Project project = new Project(directory)
                .file("2024-01-01-120000_a/up.sql", "SELECT 1;")
                .file("2024-01-01-120000_a/down.sql", "SELECT 1;");

        assertThat(project.engine().apply(new Target.Default()).schemaVersion()).contains("2024-01-01-120000");
    }

    @Test
    void theHistoryOfAnotherLayoutIsNoneOfThese() throws Exception {
        Project project = new Project(directory.resolve("prisma"))
                .file("20240101120000_a/migration.sql", "SELECT 1;")
                .file("20240102120000_b/migration.sql", "SELECT 2;");
        project.engine().apply(new Target.Default());

        for (String file : List.of("V1__x.sql", "1_x.up.sql")) {
            Project other =
                    project.at(Files.createTempDirectory(directory, "other")).file(file, "SELECT 1;");

            assertThat(other.engine().status().entries()).hasSize(3);
            Problem problem = refusal(other);
            assertThat(problem.id()).isEqualTo(ProblemId.MIGRATION_MISSING);
            assertThat(problem.what()).isEqualTo("2 of the 2 applied migrations have no file here");
            assertThat(problem.remedies().getFirst())
                    .isEqualTo("is this the right directory, and the right database? See what was applied to it:"
                            + " plumb history");
        }
    }

    @Test
    void aRenamedFileIsFoundAgain() throws Exception {
        Project project = new Project(directory).file("1_a.up.sql", "SELECT 1;").file("2_b.up.sql", "SELECT 2;");
        project.engine().apply(new Target.Default());
        project.move("2_b.up.sql", "7_b.up.sql");

        Problem problem = refusal(project);

        assertThat(problem.what()).isEqualTo("1 applied migration has no file");
        assertThat(problem.at()).containsExactly("2 b: renamed to " + directory.resolve("7_b.up.sql") + "?");
    }

    @Test
    void aRepeatableMigrationWhoseFileIsGoneStaysOne() throws Exception {
        Project project = new Project(directory)
                .file("V1__a.sql", "CREATE TABLE a ();")
                .file("U1__a.sql", "DROP TABLE a;")
                .file("V2__b.sql", "SELECT 2;")
                .file("R__views.sql", "CREATE VIEW views AS SELECT 1;");
        project.engine().apply(new Target.Default());
        Files.delete(directory.resolve("R__views.sql"));
        Files.delete(directory.resolve("V2__b.sql"));

        Status status = project.engine().status();

        assertThat(status.entries()).extracting(Entry::identity).containsExactly("1", "2", "R:views");
        assertThat(status.schemaVersion()).contains("2");
        assertThat(project.engine().previewRollback(new Target.To("2")).migrations())
                .isEmpty();
    }

    @Test
    void aChangedFileIsTheOnlyThingSaidAboutIt() throws Exception {
        Project project =
                new Project(directory).file("1_a.up.sql", "SELECT 1;\nUPDATE pg_am SET amname = 'x' WHERE false;");
        project.engine().apply(new Target.Default());
        project.file("1_a.up.sql", "SELECT 1;\nUPDATE pg_am SET amname = 'y' WHERE false;");

        assertThat(refusal(project).at())
                .containsExactly("1 a: statement 2 differs from what was applied, at " + directory.resolve("1_a.up.sql")
                        + ":2:1");
    }

    @Test
    void aVersionThatWasNearlyTypedIsNamed() throws Exception {
        Project project = new Project(directory)
                .file("V1_23__a.sql", "SELECT 1;")
                .file("V1_24__b.sql", "SELECT 1;")
                .file("V2__c.sql", "SELECT 1;");

        Problem problem = catchThrowableOfType(
                        ProblemException.class, () -> project.engine().apply(new Target.To("1_23")))
                .problem();

        assertThat(problem.remedies())
                .containsExactly("did you mean 1.23 a?", "see the versions there are: plumb status");
    }

    @Test
    void aFileThatIsAsItWasIsNotTakenApart() throws Exception {
        Project project = new Project(directory).file("1_a.up.sql", "SELECT 1;");
        project.engine().apply(new Target.Default());
        byte[] broken = "SELECT 'never ends;".getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("1_a.up.sql"), broken);
        project.sql("UPDATE plumb.migration_run SET raw_checksum = encode(sha256('SELECT ''never ends;'), 'hex')");

        assertThat(project.engine().status().in(State.APPLIED).getFirst().flags())
                .containsExactly(Entry.Flag.IRREVERSIBLE);
        assertThat(project.engine().apply(new Target.Default()).done()).isEmpty();
    }

    @Test
    void checksumsOfAnOlderProcedureStillTell() throws Exception {
        String text = "SELECT 1;\nUPDATE pg_am SET amname = 'x' WHERE false;";
        Project project = new Project(directory).file("1_a.up.sql", text);
        project.engine().apply(new Target.Default());
        Canonical.Checksums old = Canonical.of(Splitter.split(SourceText.of("a", text)), 1);
        project.sql("UPDATE plumb.migration_run SET canonicaliser = 1, checksum = '" + old.script()
                + "', statement_checksums = '{" + String.join(",", old.statements()) + "}'");

        project.file("1_a.up.sql", "-- a comment\n" + text);
        assertThat(project.engine().apply(new Target.Default()).done()).isEmpty();
        project.file("1_a.up.sql", text.replace("'x'", "'y'"));
        assertThat(refusal(project).at().getFirst()).contains("statement 2 differs");

        project.sql("UPDATE plumb.migration_run SET canonicaliser = 99");
        assertThat(refusal(project).at()).containsExactly("1 a: differs from what was applied");
    }

    @Test
    void stepsOfAnOlderProcedureAreGoneOnWith() throws Exception {
        String first = "-- plumb:no-transaction\nCREATE TABLE one (id int);\n";
        Project project = new Project(directory).file("1_a.up.sql", first + "SELECT no_such;");
        assertThat(refusal(project).id()).isEqualTo(ProblemId.STATEMENT_FAILED);
        String checksum = Canonical.of(Splitter.split(SourceText.of("a", first)), 1)
                .statements()
                .getFirst();
        project.sql("UPDATE plumb.migration_step SET statement_checksums = '{" + checksum + "}'");

        project.file("1_a.up.sql", first + "SELECT 2;");
        assertThat(project.engine().apply(new Target.Default()).done()).hasSize(1);
    }

    private static Problem refusal(Project project) {
        return catchThrowableOfType(
                        ProblemException.class, () -> project.engine().apply(new Target.Default()))
                .problem();
    }
}
