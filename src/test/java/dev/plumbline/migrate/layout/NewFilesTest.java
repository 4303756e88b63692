package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewFilesTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 9, 5, 7);

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0009_x.up.sql                        | 0010_add_email.up.sql 0010_add_email.down.sql
            9_x.up.sql                           | 10_add_email.up.sql 10_add_email.down.sql
            202511150010_x.up.sql                | 202611200905_add_email.up.sql 202611200905_add_email.down.sql
            202612312359_x.up.sql                | 202701010000_add_email.up.sql 202701010000_add_email.down.sql
            20251115001000_x.up.sql              | 20261120090507_add_email.up.sql 20261120090507_add_email.down.sql
            20251115_x.up.sql                    | 20261120_add_email.up.sql 20261120_add_email.down.sql
            20251115007_x.up.sql                 | 20261120001_add_email.up.sql 20261120001_add_email.down.sql
            20261120001_x.up.sql                 | 20261120002_add_email.up.sql 20261120002_add_email.down.sql
            1510262030_x.up.sql                  | 1795165507_add_email.up.sql 1795165507_add_email.down.sql
            20240230120000_x.up.sql              | 20261120090507_add_email.up.sql 20261120090507_add_email.down.sql
            V1__x.sql                            | V2__add_email.sql
            V007__x.sql                          | V008__add_email.sql
            V1_233__x.sql                        | V1_234__add_email.sql
            V204_2.0.0.38.1__x.sql               | V204_2.0.0.38.2__add_email.sql
            V20251115001000__x.sql               | V20261120090507__add_email.sql
            B5__x.sql                            | V6__add_email.sql
            R__x.sql                             | V1__add_email.sql
            V1__x.sql U1__x.sql                  | V2__add_email.sql U2__add_email.sql
            20240101120000_x/migration.sql       | 20261120090507_add_email/migration.sql
            20270101235959_x/migration.sql       | 20270102000000_add_email/migration.sql
            20261120090507_x/migration.sql       | 20261120090508_add_email/migration.sql
            0_init/migration.sql                 | 20261120090507_add_email/migration.sql
            init/migration.sql                   | init_add_email/migration.sql
            2024-01-01-120000_x/up.sql           | 2026-11-20-090507_add_email/up.sql 2026-11-20-090507_add_email/down.sql
            2026-11-20-090507_x/up.sql           | 2026-11-20-090508_add_email/up.sql 2026-11-20-090508_add_email/down.sql
            2024-01-01-120000-0001_x/up.sql      | 2026-11-20-090507-0000_add_email/up.sql 2026-11-20-090507-0000_add_email/down.sql
            init/up.sql                          | init-0001_add_email/up.sql init-0001_add_email/down.sql
            """)
    void followsTheStyleOfTheDirectory(String existing, String expected) throws IOException {
        MigrationDirectory read = Directory.read(Directory.with(dir, existing.split(" ")));
        assertThat(read.layout().newFiles("add email", read.migrations(), NOW))
                .extracting(file -> file.path().toString())
                .containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "up-down, 202611200905_add_email.up.sql",
        "flyway, V1__add_email.sql",
        "prisma, 20261120090507_add_email/migration.sql",
        "diesel, 2026-11-20-090507_add_email/up.sql"
    })
    void startsAnEmptyDirectory(String layout, String expected) {
        assertThat(Layout.named(layout).newFiles("add email", List.of(), NOW).getFirst())
                .isEqualTo(new NewFile(Path.of(expected), "-- Write the SQL of this migration here.\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "Add users email, add_users_email",
        "'  add--users.email! ', add_users_email",
        "Größe, größe",
        "add_users_email, add_users_email",
        "2fa, 2fa"
    })
    void makesOneWordOfMany(String words, String slug) {
        assertThat(Slug.normalise(words)).isEqualTo(slug);
    }
}
