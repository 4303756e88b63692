package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every problem of this package, as a whole. */
class ProblemTextsTest {
    @TempDir
    private Path dir;

    @Test
    void directoryMissing() throws IOException {
        Directory.with(dir, "prisma/migrations/1_a/migration.sql", "db/migrations/1_a.up.sql", "old/migrations/x.txt");
        Directory.with(dir, "node_modules/migrations/1_a.up.sql");
        assertThat(text(() -> {
                    throw NothingFound.directoryMissing(dir.resolve("migrate"), dir)
                            .exception();
                }))
                .isEqualTo("""
                        directory-missing: there is no directory DIR/migrate
                          at DIR/migrate
                          do name the directory that holds them: plumb status DIR/db/migrations
                          do name the directory that holds them: plumb status DIR/prisma/migrations
                          do start one: plumb new SLUG
                        """);
    }

    @Test
    void directoryIsAFile() throws IOException {
        Directory.with(dir, "a b.sql");
        assertThat(text(() -> Directory.read(dir.resolve("a b.sql")))).isEqualTo("""
                        directory-missing: DIR/a b.sql is a file; a migration directory is expected
                          at DIR/a b.sql
                          do name the directory it stands in: plumb status DIR
                        """);
    }

    @Test
    void noMigrations() throws IOException {
        Directory.with(dir, "db/migrations/1_a.up.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        no-migrations: DIR holds no migration; names that are recognised: \
                        0001_create_users.up.sql (up-down), V1__create_users.sql (flyway), \
                        20240101120000_create_users/migration.sql (prisma), 2024-01-01-120000_create_users/up.sql (diesel)
                          at DIR
                          do name the directory that holds them: plumb status DIR/db/migrations
                          do start one: plumb new SLUG
                        """);
    }

    @Test
    void noMigrationsButNamesCloseToThem() throws IOException {
        Directory.with(dir, "0005_x.sql", "b.sql");
        assertThat(text(() -> Directory.read(dir))).contains("""
                          at DIR
                          do DIR/0005_x.sql looks like a migration but is not named as one; rename it to 0005_x.up.sql
                          do start one: plumb new SLUG
                        """);
        Files.delete(dir.resolve("0005_x.sql"));
        Directory.with(dir, "v1__x.sql");
        assertThat(text(() -> Directory.read(dir)))
                .contains(
                        "  do DIR/v1__x.sql looks like a migration but is not named as one; rename it to V1__x.sql\n");
    }

    @Test
    void readsAnEmptyDirectoryWhereOneIsToBeFilled() {
        assertThat(MigrationDirectory.readOrEmpty(dir, Optional.of("prisma")))
                .isEqualTo(new MigrationDirectory(dir, Layout.named("prisma"), List.of(), List.of()));
        assertThat(MigrationDirectory.readOrEmpty(dir, Optional.empty())
                        .layout()
                        .name())
                .isEqualTo("up-down");
    }

    @Test
    void noMigrationsOfTheLayoutNamed() throws IOException {
        Directory.with(dir, "0005_x.sql", "V1__a.sql");
        assertThat(text(() -> MigrationDirectory.read(dir, Optional.of("up-down"))))
                .isEqualTo("""
                        no-migrations: DIR holds no migration of layout up-down, whose files are named like \
                        0001_create_users.up.sql
                          at DIR
                          do DIR/0005_x.sql looks like a migration but is not named as one; rename it to 0005_x.up.sql
                          do DIR/V1__a.sql is of layout flyway; write in plumb.yml: layout: flyway
                          do start one: plumb new SLUG
                        """);
    }

    @Test
    void layoutAmbiguous() throws IOException {
        Directory.with(dir, "1_a.up.sql", "sub/V1__a.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        layout-ambiguous: DIR holds migrations of 2 layouts: up-down, flyway
                          at DIR/1_a.up.sql (up-down)
                          at DIR/sub/V1__a.sql (flyway)
                          do say which one is meant in plumb.yml, for example: layout: up-down
                        """);
        assertThat(Directory.identities(MigrationDirectory.read(dir, Optional.of("flyway"))))
                .containsExactly("1");
    }

    @Test
    void layoutUnknown() {
        assertThat(text(() -> MigrationDirectory.read(dir, Optional.of("golang-migrate"))))
                .isEqualTo("""
                        layout-unknown: there is no layout "golang-migrate"; the layouts are up-down, flyway, prisma, diesel
                          do did you mean: layout: up-down
                          do or leave it out: the layout is recognised by the names of the files
                        """);
        assertThat(text(() -> Layout.named("Flywya"))).contains("  do did you mean: layout: flyway\n");
        assertThat(text(() -> Layout.named("updown"))).contains("  do did you mean: layout: up-down\n");
        assertThat(text(() -> Layout.named("alembic")))
                .contains("  do write one of them in plumb.yml, for example: layout: up-down\n");
    }

    @Test
    void versionDuplicate() throws IOException {
        Directory.with(dir, "0007_a.up.sql", "7_b c.up.sql", "0009_d.up.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two migrations have one version: 0007 and 7 are the same
                          at DIR/0007_a.up.sql
                          at DIR/7_b c.up.sql
                          do rename the one that no database has yet, for example: mv 'DIR/7_b c.up.sql' 'DIR/0010_b c.up.sql'
                        """);
    }

    @Test
    void versionDuplicateTakesItsDownAlong() throws IOException {
        Directory.with(dir, "0007_a.up.sql", "7_b.up.sql", "7_b.down.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two migrations have one version: 0007 and 7 are the same
                          at DIR/0007_a.up.sql
                          at DIR/7_b.up.sql
                          do rename the one that no database has yet, for example: \
                        mv DIR/7_b.up.sql DIR/0008_b.up.sql && mv DIR/7_b.down.sql DIR/0008_b.down.sql
                        """);
    }

    @Test
    void versionDuplicateOfADown() throws IOException {
        Directory.with(dir, "7_a.up.sql", "7_a.down.sql", "7_b.down.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two files undo version 7
                          at DIR/7_a.down.sql
                          at DIR/7_b.down.sql
                          do keep one of them, for example: rm DIR/7_b.down.sql
                        """);
    }

    @Test
    void versionDuplicateInFlyway() throws IOException {
        Directory.with(dir, "V1__a.sql", "sub/V1.0__b.sql", "V3__c.sql", "B1__base.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two migrations have one version: 1 and 1.0 are the same
                          at DIR/V1__a.sql
                          at DIR/sub/V1.0__b.sql
                          do rename the one that no database has yet, for example: mv DIR/sub/V1.0__b.sql DIR/sub/V4__b.sql
                        """);
    }

    @Test
    void descriptionDuplicateInFlyway() throws IOException {
        Directory.with(dir, "R__user_views.sql", "sub/R__user_views.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two repeatable migrations have the description "user views"
                          at DIR/R__user_views.sql
                          at DIR/sub/R__user_views.sql
                          do rename the one that no database has yet, for example: \
                        mv DIR/sub/R__user_views.sql DIR/sub/R__user_views_2.sql
                        """);
    }

    @Test
    void versionDuplicateInDiesel() throws IOException {
        Directory.with(dir, "2024-01-01-120000_a/up.sql", "20240101120000_b/up.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        version-duplicate: two migrations have one version: 2024-01-01-120000 and 20240101120000 are the same
                          at DIR/2024-01-01-120000_a/up.sql
                          at DIR/20240101120000_b/up.sql
                          do rename the one that no database has yet, for example: \
                        mv DIR/20240101120000_b DIR/2024-01-01-120001_b
                        """);
    }

    @Test
    void upMissing() throws IOException {
        Directory.with(dir, "1_a.up.sql", "2_b.down.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        up-missing: DIR/2_b.down.sql undoes a migration whose up file is missing
                          at DIR/2_b.down.sql
                          do bring the up file back: git checkout -- DIR/2_b.up.sql
                          do or remove what is left of the migration: rm DIR/2_b.down.sql
                        """);
    }

    @Test
    void upMissingInDiesel() throws IOException {
        Directory.with(dir, "1_a/up.sql", "2_b/down.sql");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        up-missing: DIR/2_b/down.sql undoes a migration whose up file is missing
                          at DIR/2_b/down.sql
                          do bring the up file back: git checkout -- DIR/2_b/up.sql
                          do or remove what is left of the migration: rm DIR/2_b/down.sql
                        """);
    }

    @Test
    void providerUnsupported() throws IOException {
        Directory.with(dir, "1_a/migration.sql");
        Directory.write(dir, "migration_lock.toml", "provider = \"mysql\"\n");
        assertThat(text(() -> Directory.read(dir))).isEqualTo("""
                        provider-unsupported: DIR/migration_lock.toml says provider "mysql"; allowed are postgresql, cockroachdb
                          at DIR/migration_lock.toml
                          do name a directory whose migrations are for PostgreSQL, for example: plumb status prisma/migrations
                        """);
        Directory.write(dir, "migration_lock.toml", "");
        assertThat(text(() -> Directory.read(dir)))
                .startsWith("provider-unsupported: DIR/migration_lock.toml says no provider; allowed are");
        Directory.write(dir, "migration_lock.toml", "provider = \"cockroachdb\"\n");
        assertThat(Directory.identities(Directory.read(dir))).containsExactly("1_a");
    }

    @Test
    void slugInvalid() {
        String remedy = "  do say in a few words what it changes, for example: plumb new add_users_email\n";
        assertThat(text(() -> Slug.normalise(" - ")))
                .isEqualTo("slug-invalid: \" - \" holds no letter or digit to name a migration by\n" + remedy);
        assertThat(text(() -> Slug.normalise("../etc")))
                .isEqualTo("slug-invalid: \"../etc\" is a path; a migration is named by words alone\n" + remedy);
        assertThat(text(() -> Slug.normalise("ä".repeat(101))))
                .isEqualTo("slug-invalid: the name of the migration takes 202 bytes; at most 200 fit\n" + remedy);
    }

    @Test
    void fileUnreadable() throws IOException {
        Directory.with(dir, "d/x");
        Files.createSymbolicLink(dir.resolve("link.sql"), dir.resolve("nowhere"));
        assertThat(text(() -> new ScriptFile(dir.resolve("gone.sql"), true).read()))
                .isEqualTo("""
                        file-unreadable: cannot read DIR/gone.sql: it no longer exists
                          at DIR/gone.sql
                          do restore it: git checkout -- DIR/gone.sql
                        """);
        assertThat(text(() -> new ScriptFile(dir.resolve("d"), true).read())).isEqualTo("""
                        file-unreadable: cannot read DIR/d: it is a directory, a file is expected
                          at DIR/d
                          do ls -la DIR/d
                        """);
        assertThat(text(() -> new ScriptFile(dir.resolve("link.sql"), true).read()))
                .isEqualTo("""
                        file-unreadable: cannot read DIR/link.sql: it is a symbolic link to a file that does not exist
                          at DIR/link.sql
                          do ls -l DIR/link.sql
                        """);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void fileUnreadableForItIsNone() throws IOException {
        // A pipe would do as well, but would hang where it is not refused.
        assertThat(text(() -> new ScriptFile(Path.of("/dev/null"), true).read()))
                .isEqualTo("""
                        file-unreadable: cannot read /dev/null: it is a pipe, a socket or a device, a file is expected
                          at /dev/null
                          do ls -l /dev/null
                        """);
    }

    @Test
    void fileUnreadableForLackOfPermission() throws IOException {
        Path file = Directory.with(dir, "a.sql").resolve("a.sql");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThat(text(() -> new ScriptFile(file, true).read())).isEqualTo("""
                        file-unreadable: cannot read DIR/a.sql: permission denied
                          at DIR/a.sql
                          do chmod u+rX DIR/a.sql
                        """);
    }

    /** The problem thrown, as lines, with the temporary directory shown as DIR. */
    private String text(ThrowingCallable call) {
        Problem problem = catchThrowableOfType(ProblemException.class, call).problem();
        assertThat(problem.id().kind().exitCode()).isEqualTo(2);
        StringBuilder text = new StringBuilder("%s: %s%n".formatted(problem.id(), problem.what()));
        problem.at().forEach(place -> text.append("  at %s%n".formatted(place)));
        problem.remedies().forEach(remedy -> text.append("  do %s%n".formatted(remedy)));
        return text.toString().replace(dir.toString(), "DIR");
    }
}
