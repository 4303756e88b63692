package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is shown of statements that hold secret values. */
class SecretRangesTest {
    private static final Map<String, String> VALUES =
            Map.of("pw", "s3cret", "Schema", "app", "plain", "eu", "two", "1; SELECT 2", "none", "");

    @Test
    void valuesAreSentAndNamesAreShown() {
        Statement statement = only("ALTER ROLE ${SCHEMA} PASSWORD '${pw}' -- ${pw}\n IN '${plain}', ${none}1");

        assertThat(statement.text()).isEqualTo("ALTER ROLE app PASSWORD 's3cret' -- ${pw}\n IN 'eu', 1");
        assertThat(statement.shown()).isEqualTo("ALTER ROLE ${SCHEMA} PASSWORD '${pw}' -- ${pw}\n IN 'eu', ${none}1");
        assertThat(statement.start()).isEqualTo(new Position(0, 1, 1));
        assertThat(statement.position(statement.text().length()).line()).isEqualTo(2);
    }

    @Test
    void whatIsPartOfANameIsWrittenDown() {
        assertThat(only("DROP INDEX ${schema}.i_${schema}, \"${schema} x\"").recorded())
                .isEqualTo("DROP INDEX app.i_app, \"app x\"");
        assertThat(only("SELECT '${schema}', $$ ${schema} $$, E'a ${pw}'").recorded())
                .isEqualTo("SELECT '${schema}', $$ ${schema} $$, E'a ${pw}'");
    }

    @Test
    void aValueThatHoldsSeveralStatementsIsShownInNone() {
        Script script = split("SELECT ${two}; SELECT 3");
        assertThat(script.statements()).extracting(Statement::text).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
        assertThat(script.statements())
                .extracting(Statement::shown)
                .containsExactly("SELECT ${two}", "${two}", "SELECT 3");
    }

    @Test
    void checksumsKnowNoSecretAndAllElse() {
        String text = "SELECT '${pw}', '${plain}', ${schema}.x;\nCOPY t FROM stdin;\n${pw}\n\\.\n";
        Canonical.Checksums checksums = Canonical.of(split(text));

        assertThat(Canonical.of(split(text, "pw", "other"))).isEqualTo(checksums);
        assertThat(Canonical.of(split(text, "plain", "us"))).isNotEqualTo(checksums);
        assertThat(Canonical.of(split(text, "Schema", "other"))).isNotEqualTo(checksums);
        assertThat(split(text).statements().getLast().copyRows().orElseThrow().text())
                .isEqualTo("s3cret\n");
    }

    @Test
    void whatWasWrittenDownIsFilledInAgain() {
        SourceText ledger =
                SourceText.of("ledger", "SELECT '${pw}', '${other}'").expandSecrets(Map.of("pw", "s3cret"));

        assertThat(ledger.text()).isEqualTo("SELECT 's3cret', '${other}'");
        assertThat(Splitter.split(ledger).statements().getFirst().recorded()).isEqualTo("SELECT '${pw}', '${other}'");
    }

    private static Statement only(String text) {
        return split(text).statements().getFirst();
    }

    private static Script split(String text) {
        return split(text, "pw", "s3cret");
    }

    private static Script split(String text, String name, String value) {
        Map<String, String> values = new HashMap<>(VALUES);
        values.put(name, value);
        return Splitter.split(SourceText.of("a.sql", text).expand(values, Set.of("pw", "schema", "two", "none")));
    }
}
