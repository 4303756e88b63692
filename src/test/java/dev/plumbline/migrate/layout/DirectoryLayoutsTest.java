package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two layouts that give each migration a directory of its own. */
class DirectoryLayoutsTest {
    @TempDir
    private Path dir;

    @Nested
    class Prisma {
        @Test
        void readsDirectoriesInTheOrderOfTheirNames() throws IOException {
            Directory.with(
                    dir,
                    "20240102000000_b/migration.sql",
                    "20240101120000_add_email/migration.sql",
                    "20240101120000_add_email/down.sql",
                    "20240101120000_a/migration.sql",
                    "0_init/migration.sql");
            Directory.write(dir, "migration_lock.toml", "# do not edit\nprovider = \"postgresql\"\n");
            MigrationDirectory read = Directory.read(dir);
            assertThat(read.layout().name()).isEqualTo("prisma");
            assertThat(Directory.identities(read))
                    .containsExactly("0_init", "20240101120000_a", "20240101120000_add_email", "20240102000000_b");
            assertThat(read.migrations().get(2))
                    .isEqualTo(new Migration(
                            new Version("20240101120000", "20240101120000_add_email"),
                            "add_email",
                            "20240101120000_add_email",
                            new ScriptFile(dir.resolve("20240101120000_add_email/migration.sql"), true),
                            Optional.of(new ScriptFile(dir.resolve("20240101120000_add_email/down.sql"), true))));
            assertThat(read.notes()).isEmpty();
        }

        @Test
        void readsNamesWithoutAVersion() throws IOException {
            Directory.with(dir, "init/migration.sql");
            Migration migration = Directory.read(dir).migrations().getFirst();
            assertThat(migration.version()).isEqualTo(new Version("init", "init"));
            assertThat(migration.slug()).isEmpty();
        }

        @Test
        void doesNotReadOtherDirectories() throws IOException {
            Directory.with(dir, "1_a/migration.sql", "2_b/notes.txt", "meta/snapshot.json", ".git/migration.sql");
            Files.createDirectory(dir.resolve("empty"));
            MigrationDirectory read = Directory.read(dir);
            assertThat(Directory.identities(read)).containsExactly("1_a");
            assertThat(Directory.notes(read))
                    .containsExactly("DIR/2_b is not read: it holds no migration.sql, and Prisma would refuse it");
        }

        @Test
        void notesNamesThatNewerVersionsSortOtherwise() throws IOException {
            Directory.with(dir, "20240101_b/migration.sql", "20240101120000_a/migration.sql");
            MigrationDirectory read = Directory.read(dir);
            assertThat(Directory.identities(read)).containsExactly("20240101120000_a", "20240101_b");
            assertThat(read.notes())
                    .containsExactly("20240101120000_a sorts before 20240101_b as text, as in Prisma up to 6.5; later"
                            + " ones run them the other way round");
        }
    }

    @Nested
    class Diesel {
        @Test
        void readsDirectoriesInTheOrderOfTheirVersions() throws IOException {
            Directory.with(
                    dir,
                    "2024-01-02-000000-0000_b/up.sql",
                    "2024-01-02-000000_a/up.sql",
                    "2024-01-02-000000_a/down.sql",
                    "20231231235959_z/up.sql",
                    "00000000000000_diesel_initial_setup/up.sql",
                    "README.md");
            MigrationDirectory read = Directory.read(dir);
            assertThat(read.layout().name()).isEqualTo("diesel");
            assertThat(Directory.identities(read))
                    .containsExactly("00000000000000", "20231231235959", "20240102000000", "202401020000000000");
            assertThat(read.migrations().get(2))
                    .isEqualTo(new Migration(
                            new Version("2024-01-02-000000", "20240102000000"),
                            "a",
                            "20240102000000",
                            new ScriptFile(dir.resolve("2024-01-02-000000_a/up.sql"), true),
                            Optional.of(new ScriptFile(dir.resolve("2024-01-02-000000_a/down.sql"), true))));
            assertThat(read.notes()).isEmpty();
        }

        @Test
        void readsMetadata() throws IOException {
            Directory.with(dir, "1_a/up.sql", "2_b/up.sql", "2_b/down.sql", "3_c/up.sql", "4_d/up.sql");
            Directory.write(dir, "2_b/metadata.toml", "run_in_transaction = false # concurrently\n");
            Directory.write(dir, "3_c/metadata.toml", "run_in_transaction = true\n");
            Directory.write(dir, "4_d/metadata.toml", "# run_in_transaction = true\n");
            MigrationDirectory read = Directory.read(dir);
            assertThat(read.migrations())
                    .extracting(migration -> migration.up().transactional())
                    .containsExactly(true, false, true, false);
            assertThat(read.migrations().get(1).down())
                    .hasValueSatisfying(down -> assertThat(down.transactional()).isFalse());
            assertThat(Directory.notes(read))
                    .containsExactly("DIR/4_d/metadata.toml does not say run_in_transaction; Diesel then runs the"
                            + " migration outside a transaction");
        }

        @Test
        void doesNotReadOtherDirectories() throws IOException {
            Directory.with(dir, "1_a/up.sql", "2_b/notes.txt", "_c/up.sql", ".d/up.sql", "old.sql");
            Files.createDirectory(dir.resolve("empty"));
            MigrationDirectory read = Directory.read(dir);
            assertThat(Directory.identities(read)).containsExactly("1");
            assertThat(Directory.notes(read))
                    .containsExactly(
                            "DIR/2_b is not read: it holds no up.sql, and Diesel would refuse it",
                            "DIR/_c is not read: no version stands before the first underscore of its name",
                            "ignored, not named as a migration: DIR/old.sql");
        }
    }
}
