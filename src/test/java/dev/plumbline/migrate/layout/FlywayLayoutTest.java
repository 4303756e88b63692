package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlywayLayoutTest {
    @TempDir
    private Path dir;

    @Test
    void readsEveryKindInOrder() throws IOException {
        Directory.with(
                dir,
                "R__views_of_users.sql",
                "R__a_first.sql",
                "V10__ten.sql",
                "V2__two.sql",
                "B10__all.sql",
                "U2.0__two.sql",
                "deep/er/V204_2.0.0.38.1__x__y.SQL",
                "V01.sql");
        MigrationDirectory read = Directory.read(dir);
        assertThat(read.layout().name()).isEqualTo("flyway");
        assertThat(Directory.identities(read))
                .containsExactly("1", "2", "B:10", "10", "204.2.0.0.38.1", "R:a first", "R:views of users");
        assertThat(read.migrations())
                .extracting(Migration::kind)
                .containsExactly(
                        Kind.VERSIONED,
                        Kind.VERSIONED,
                        Kind.BASELINE,
                        Kind.VERSIONED,
                        Kind.VERSIONED,
                        Kind.REPEATABLE,
                        Kind.REPEATABLE);
        assertThat(read.migrations())
                .contains(
                        new Migration(
                                new Version("2", "2"),
                                "two",
                                "2",
                                new ScriptFile(dir.resolve("V2__two.sql"), true),
                                Optional.of(new ScriptFile(dir.resolve("U2.0__two.sql"), true))),
                        new Migration(
                                new Version("204.2.0.0.38.1", "204.2.0.0.38.1"),
                                "x__y",
                                "204.2.0.0.38.1",
                                new ScriptFile(dir.resolve("deep/er/V204_2.0.0.38.1__x__y.SQL"), true),
                                Optional.empty()),
                        new Migration(
                                new Version("R", "R:views of users"),
                                "views_of_users",
                                "R:views of users",
                                new ScriptFile(dir.resolve("R__views_of_users.sql"), true),
                                Optional.empty()));
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void readsSettingsBesideTheScript() throws IOException {
        Directory.with(dir, "V1__a.sql", "V2__b.sql", "V3__c.sql", "V4__d.sql");
        Directory.write(dir, "V1__a.sql.conf", "executeInTransaction = FALSE\n");
        Directory.write(dir, "V2__b.sql.conf", "# executeInTransaction=false\nexecuteInTransaction=true\n");
        Directory.write(dir, "V3__c.sql.conf", "shouldExecute=${x}==1\n");
        Directory.write(dir, "V4__d.sql.conf", "encoding=UTF-8\nshouldExecute=false\n");
        MigrationDirectory read = Directory.read(dir);
        assertThat(read.migrations())
                .extracting(migration -> migration.up().transactional())
                .containsExactly(false, true, true);
        assertThat(Directory.notes(read))
                .containsExactly(
                        "DIR/V3__c.sql.conf sets shouldExecute, which Plumbline does not evaluate; the migration runs",
                        "DIR/V4__d.sql is not read: V4__d.sql.conf says shouldExecute=false");
    }

    @Test
    void notesWhatItLeavesAside() throws IOException {
        Directory.with(
                dir,
                "V1__a.sql",
                "V2__Java.java",
                "beforeMigrate.sql",
                "afterEachMigrate__vacuum.sql",
                "U9__gone.sql",
                "helpers.sql",
                "README.txt");
        MigrationDirectory read = Directory.read(dir);
        assertThat(Directory.identities(read)).containsExactly("1");
        assertThat(Directory.notes(read))
                .containsExactly(
                        "DIR/V2__Java.java is ignored: Plumbline runs SQL migrations, not those written in code",
                        "DIR/afterEachMigrate__vacuum.sql is a callback of Flyway; Plumbline does not run it",
                        "DIR/beforeMigrate.sql is a callback of Flyway; Plumbline does not run it",
                        "DIR/U9__gone.sql is not read: no V file has its version",
                        "ignored, not named as a migration: DIR/helpers.sql");
    }

    @Test
    void notesNamesThatLookLikeMigrations() throws IOException {
        Directory.with(dir, "V0__a.sql", "v1__x.sql", "V2_x.sql", "r_views.sql");
        assertThat(Directory.notes(Directory.read(dir)))
                .containsExactly(
                        "DIR/V2_x.sql looks like a migration but is not named as one; rename it to V2__x.sql",
                        "DIR/r_views.sql looks like a migration but is not named as one; rename it to R__views.sql",
                        "DIR/v1__x.sql looks like a migration but is not named as one; rename it to V1__x.sql");
    }

    @Test
    void notesWhatAnotherPrefixOrSuffixHides() throws IOException {
        Directory.with(dir, "V1__a.sql", "M2__b.sql", "mig_3.1__c.sql", "V4__d.psql", "R__views.ddl", "V1__a.sql.conf");
        assertThat(Directory.notes(Directory.read(dir)))
                .containsExactly(
                        "DIR/R__views.ddl is not read: it does not end in .sql",
                        "DIR/V4__d.psql is not read: it does not end in .sql",
                        "DIR/M2__b.sql looks like a migration but is not named as one; rename it to V2__b.sql",
                        "DIR/mig_3.1__c.sql looks like a migration but is not named as one; rename it to V3.1__c.sql");
    }

    @Test
    void knowsWhereAnUndoScriptBelongs() throws IOException {
        Directory.with(dir, "sub/V1_2__a.sql", "B3__all.sql", "R__views.sql");
        MigrationDirectory read = Directory.read(dir);
        assertThat(read.migrations().stream().map(read.layout()::down))
                .containsExactly(Optional.of(dir.resolve("sub/U1_2__a.sql")), Optional.empty(), Optional.empty());
    }

    @Test
    void doesNotReadVersionsThatAreNoNumbers() throws IOException {
        Directory.with(dir, "V1__a.sql", "V1.x__b.sql", "V__c.sql", "V-1__d.sql", "V1..2__e.sql", "Views.sql");
        assertThat(Directory.identities(Directory.read(dir))).containsExactly("1");
    }

    @Test
    void entersADirectoryLinkedIntoItselfOnce() throws IOException {
        Directory.with(dir, "sub/V1__a.sql", ".hidden/V2__b.sql");
        Files.createSymbolicLink(dir.resolve("sub/loop"), dir);
        assertThat(Directory.identities(Directory.read(dir))).containsExactly("1");
    }
}
