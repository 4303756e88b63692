package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "_a1", "users", "name", "begin", "abort", "xml", "plumb"})
    void plainNamesStayAsTheyAre(String name) {
        assertThat(Identifiers.quote(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "1a",
                "a-b",
                "a b",
                "a$b",
                "ä",
                "user",
                "order",
                "between",
                "left",
                "json_table",
                "merge_action",
                "\\"
            })
    void othersAreQuoted(String name) {
        assertThat(Identifiers.quote(name)).isEqualTo("\"" + name + "\"");
    }

    @Test
    void quotesInNamesAreDoubled() {
        assertThat(Identifiers.quote("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(Identifiers.qualified("public", "Order")).isEqualTo("public.\"Order\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"a | 'a'", "it's | 'it''s'", "a\\b' | E'a\\\\b'''", "~~ | ''"})
    void literalsAreQuoted(String value, String sql) {
        assertThat(Identifiers.quoteLiteral(value)).isEqualTo(sql);
    }

    @Test
    void namesNoObjectCanHaveAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.quote(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.quote("a\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.quoteLiteral("a\0"));
    }
}
