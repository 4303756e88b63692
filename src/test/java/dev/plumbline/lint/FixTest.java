package dev.plumbline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.lint.rules.Rules;
import dev.plumbline.risk.World;
import dev.plumbline.sql.SourceText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is mended is mended as a person would do it. */
class FixTest {
    private static final String CHECK = "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);\n";

    @Test
    void aConstraintIsValidatedLaterWhereTheFileIsOneTransaction() {
        assertThat(mended(CHECK, false)).isEqualTo("""
                ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
                -- in a later migration: ALTER TABLE orders VALIDATE CONSTRAINT positive;
                """);
    }

    @Test
    void aConstraintIsValidatedAtOnceWhereEachStatementCommits() {
        assertThat(mended(CHECK, true)).isEqualTo("""
                ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
                ALTER TABLE orders VALIDATE CONSTRAINT positive;
                """);
    }

    @Test
    void aLastStatementMayLackItsSemicolon() {
        assertThat(mended(CHECK.replace(";\n", ""), false))
                .isEqualTo("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\n"
                        + "-- in a later migration: ALTER TABLE orders VALIDATE CONSTRAINT positive;");
    }

    @Test
    void aUniqueConstraintTakesOverAnIndex() {
        assertThat(mended("ALTER TABLE orders ADD CONSTRAINT one UNIQUE (a, b);\n", false))
                .isEqualTo("""
                CREATE UNIQUE INDEX CONCURRENTLY one ON orders (a, b);
                ALTER TABLE orders ADD CONSTRAINT one UNIQUE USING INDEX one;
                """);
    }

    @Test
    void whatIsNotMechanicalIsLeft() {
        String sql = "ALTER TABLE orders ADD UNIQUE (a) DEFERRABLE; ALTER TABLE orders ADD CHECK (total > 0);\n";
        assertThat(mended(sql, false)).isEqualTo(sql);
    }

    private static String mended(String sql, boolean eachAlone) {
        String file = "db/migrations/0001_x.up.sql";
        return Mended.of(
                        sql,
                        new Linter(Rules.ALL, Settings.of(18))
                                .check(
                                        new Linter.Input(
                                                Path.of(file), "0001", "x", () -> SourceText.of(file, sql), eachAlone),
                                        World.unknown(18))
                                .fixes())
                .text();
    }
}
