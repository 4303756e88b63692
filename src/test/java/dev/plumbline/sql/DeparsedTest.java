package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeparsedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(((a >= 1) AND (a <= 5)) AND (a <> 3)) | ((a >= 1) AND (a <= 5) AND (a <> 3))",
                "(((a OR b) OR c) OR d) | (a OR b OR c OR d)",
                "f(((a AND b) AND c)) | f((a AND b AND c))",
                "(s = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"
                        + " | (s = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
                "((ARRAY[f(1, 2), x])::public.\"T y\"[]) | (ARRAY[(f(1, 2))::public.\"T y\", (x)::public.\"T y\"])",
                "s::text = ANY (ARRAY['a'::character varying, a + b]::text[])"
                        + " | s::text = ANY (ARRAY['a'::character varying::text, (a + b)::text])",
                "((ARRAY[x])::numeric(10,2)[]) | (ARRAY[(x)::numeric(10,2)])",
            })
    void same(String before, String after) {
        assertThat(Deparsed.same(before, after)).isTrue();
        assertThat(Deparsed.same(after, before)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(a AND (b AND c)) | (a AND b AND c)",
                "((a OR b) AND c) | (a OR b AND c)",
                "((a AND b) OR c) | (a AND b OR c)",
                "((SELECT a FROM t WHERE x AND y) AND c) | (SELECT a FROM t WHERE x AND y AND c)",
                "x = '((a AND b) AND c)' | x = '(a AND b AND c)'",
                "$$((a AND b) AND c)$$ | $$(a AND b AND c)$$",
                "((ARRAY[x])::text[]) | ((ARRAY[x])::varchar[])",
                "(ARRAY[x])::text | ARRAY[(x)::text]",
                "ARRAY[(a + b)::text] | ARRAY[a + b::text]",
                "ARRAY[x]::text | ARRAY[x::text]",
                "a | b",
            })
    void notTheSame(String one, String other) {
        assertThat(Deparsed.same(one, other)).isFalse();
        assertThat(Deparsed.same(other, one)).isFalse();
    }

    @Test
    void noneIsTheSameAsNone() {
        assertThat(Deparsed.same(Optional.empty(), Optional.empty())).isTrue();
        assertThat(Deparsed.same(Optional.of("a"), Optional.empty())).isFalse();
    }
}
