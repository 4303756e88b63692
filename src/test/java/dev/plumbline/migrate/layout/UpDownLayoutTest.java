package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpDownLayoutTest {
    @TempDir
    private Path dir;

    @Test
    void readsPairsInTheOrderOfTheirNumbers() throws IOException {
        Directory.with(dir, "10_ten.up.sql", "9_nine.up.sql", "9_nine.down.sql", "0011_a_b.up.sql");
        MigrationDirectory read = Directory.read(dir);
        assertThat(read.layout().name()).isEqualTo("up-down");
        assertThat(read.migrations())
                .containsExactly(
                        new Migration(
                                new Version("9", "9"),
                                "nine",
                                "9",
                                new ScriptFile(dir.resolve("9_nine.up.sql"), true),
                                Optional.of(new ScriptFile(dir.resolve("9_nine.down.sql"), true))),
                        new Migration(
                                new Version("10", "10"),
                                "ten",
                                "10",
                                new ScriptFile(dir.resolve("10_ten.up.sql"), true),
                                Optional.empty()),
                        new Migration(
                                new Version("0011", "11"),
                                "a_b",
                                "11",
                                new ScriptFile(dir.resolve("0011_a_b.up.sql"), true),
                                Optional.empty()));
        assertThat(read.notes()).isEmpty();
        assertThat(read.migrations().getFirst().up().read()).asString().isEqualTo("select 1;\n");
    }

    @Test
    void pairsByVersionWhateverTheSlug() throws IOException {
        Directory.with(dir, "07_a.up.sql", "7_b.down.sql");
        assertThat(Directory.read(dir).migrations().getFirst().down()).isPresent();
    }

    @Test
    void readsUnicodeSpacesAndLinks() throws IOException {
        Path real = Directory.with(dir.resolve("größe und maß"), "1_größe ändern.up.sql");
        Path link = Files.createSymbolicLink(dir.resolve("ein link"), real);
        Migration migration = Directory.read(link).migrations().getFirst();
        assertThat(migration.slug()).isEqualTo("größe ändern");
        assertThat(migration.up().path()).isEqualTo(link.resolve("1_größe ändern.up.sql"));
        assertThat(migration.up().read()).isNotEmpty();
    }

    @Test
    void doesNotReadOtherFiles() throws IOException {
        Directory.with(dir, "1_a.up.sql", ".gitkeep", ".2_b.up.sql", "README.md", "sub/3_c.up.sql", "schema.sql");
        Directory.with(dir, "4_d.up.sql/x");
        MigrationDirectory read = Directory.read(dir);
        assertThat(Directory.identities(read)).containsExactly("1");
        assertThat(Directory.notes(read))
                .containsExactly(
                        "DIR/4_d.up.sql is not read: it is a directory",
                        "ignored, not named as a migration: DIR/schema.sql");
    }

    @Test
    void notesNamesThatLookLikeMigrations() throws IOException {
        Directory.with(dir, "1_a.up.sql", "0005_x.sql", "6-y.down.sql", "7_z.UP.sql", "1_a.sql");
        assertThat(Directory.notes(Directory.read(dir)))
                .containsExactly(
                        "DIR/0005_x.sql looks like a migration but is not named as one; rename it to 0005_x.up.sql",
                        "DIR/6-y.down.sql looks like a migration but is not named as one; rename it to 6_y.down.sql",
                        "DIR/7_z.UP.sql looks like a migration but is not named as one; rename it to 7_z.up.sql",
                        "ignored, not named as a migration: DIR/1_a.sql");
    }

    @Test
    void notesManyLookalikesOnce() throws IOException {
        Directory.with(dir, "1_a.up.sql", "2_a.sql", "3_a.sql", "4_a.sql", "5_a.sql", "6_a.sql", "b.sql", "c.sql");
        Directory.with(dir, "d.sql", "e.sql");
        assertThat(Directory.notes(Directory.read(dir)))
                .endsWith(
                        "2 more files look like migrations but are not named as ones",
                        "ignored, not named as a migration: DIR/b.sql, DIR/c.sql, DIR/d.sql and 1 more");
    }

    @Test
    void notesWhatTheToolWouldReadOtherwise() throws IOException {
        Directory.with(dir, "1_a.up.sql", "2_b.up.sql.bak", "99999999999999999999_c.up.sql");
        MigrationDirectory read = Directory.read(dir);
        assertThat(Directory.identities(read)).containsExactly("1");
        assertThat(Directory.notes(read))
                .containsExactly(
                        "DIR/2_b.up.sql.bak is not read: it does not end in .sql, but golang-migrate would take it",
                        "DIR/99999999999999999999_c.up.sql is not read: its version does not fit in 64 bits, and"
                                + " golang-migrate skips such a file");
    }

    @Test
    void notesDatesOfDifferentWidths() throws IOException {
        Directory.with(dir, "20251115001_a.up.sql", "20250127120000_b.up.sql", "20240101_c.up.sql");
        MigrationDirectory read = Directory.read(dir);
        assertThat(Directory.identities(read)).containsExactly("20240101", "20251115001", "20250127120000");
        assertThat(read.notes())
                .containsExactly("versions have different widths: 20251115001 sorts before 20250127120000 numerically"
                        + " but is dated later");
    }

    @Test
    void doesNotNoteWidthsThatAgree() throws IOException {
        Directory.with(dir, "201908141300_a.up.sql", "20240517141734_b.up.sql", "99999999_c.up.sql");
        assertThat(Directory.read(dir).notes()).isEmpty();
    }
}
