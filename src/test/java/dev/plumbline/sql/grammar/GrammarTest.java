package dev.plumbline.sql.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrammarTest {
    private static final Grammar GRAMMAR = new Grammar();

    @Test
    void readsAStatement() throws SyntaxError {
        Tree tree = GRAMMAR.parseOne("ALTER TABLE s.t ADD COLUMN c int NOT NULL DEFAULT 5");
        assertThat(tree.kind()).isEqualTo("AlterTableStmt");
        assertThat(tree.child("relation").text("schemaname")).isEqualTo("s");
        Tree column = tree.list("cmds").getFirst().child("def");
        assertThat(column.text("colname")).isEqualTo("c");
        assertThat(column.child("typeName").names("names")).containsExactly("pg_catalog", "int4");
        assertThat(column.list("constraints").stream().map(it -> it.text("contype")))
                .containsExactly("CONSTR_NOTNULL", "CONSTR_DEFAULT");
    }

    @Test
    void saysWhereAnErrorIs() {
        assertThatThrownBy(() -> GRAMMAR.parse("ALTER TABEL t"))
                .isInstanceOf(SyntaxError.class)
                .hasMessage("syntax error at or near \"TABEL\"")
                .extracting(it -> ((SyntaxError) it).at())
                .isEqualTo(6);
    }

    @Test
    void countsAsJavaDoes() throws SyntaxError {
        String sql = "SELECT 'ä€😀', b FROM t";
        Tree column = GRAMMAR.parseOne(sql).list("targetList").get(1);
        assertThat(column.at()).hasValue(sql.indexOf("b FROM"));
        assertThatThrownBy(() -> GRAMMAR.parse("SELECT 'ä€😀' FORM t x"))
                .extracting(it -> ((SyntaxError) it).at())
                .isEqualTo("SELECT 'ä€😀' FORM ".length());
    }

    @Test
    void goesOnAfterAnError() throws SyntaxError {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> GRAMMAR.parse("CREATE TABLE t (a int,, b int)"))
                    .isInstanceOf(SyntaxError.class);
            assertThat(GRAMMAR.parse("SELECT 1; SELECT 2")).hasSize(2);
        }
    }

    @Test
    void takesNothingAndNulAndDeepTexts() throws SyntaxError {
        assertThat(GRAMMAR.parse("")).isEmpty();
        assertThat(GRAMMAR.parse("  -- nothing\n")).isEmpty();
        assertThatThrownBy(() -> GRAMMAR.parse("SELECT '\0'")).isInstanceOf(SyntaxError.class);
        assertThat(GRAMMAR.parse("SELECT " + "(".repeat(500) + "1" + ")".repeat(500)))
                .hasSize(1);
    }

    @Test
    void readsTheMigrationsOfTheExample() throws IOException {
        List<String> failed = new ArrayList<>();
        int statements = 0;
        try (Stream<Path> files = Files.walk(Path.of("examples/inference-platform/db/migrations"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".sql")).toList()) {
                try {
                    statements += GRAMMAR.parse(Files.readString(file)).size();
                } catch (SyntaxError e) {
                    failed.add(file + ": " + e.why());
                }
            }
        }
        assertThat(failed).isEmpty();
        assertThat(statements).isGreaterThan(50);
    }
}
