package dev.plumbline.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeparsedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))) | CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))
            ((ARRAY['it''s, ("x'::character varying, "odd ,]"])::text[])                                | (ARRAY[('it''s, ("x'::character varying)::text, ("odd ,]")::text])
            ((ARRAY[f(a, b), c[1]])::character varying(20)[])                                           | (ARRAY[(f(a, b))::character varying(20), (c[1])::character varying(20)])
            (ARRAY['a'::text, 'b'::text])                                                               | (ARRAY['a'::text, 'b'::text])
            'a text with (ARRAY[1])::text[] in it'                                                      | 'a text with (ARRAY[1])::text[] in it'
            (ARRAY['a'::text])::public.list                                                             | (ARRAY['a'::text])::public.list
            """)
    void aCastOfAnArrayIsOneOfItsElements(String written, String read) {
        assertThat(Deparsed.settled(written)).isEqualTo(read);
        assertThat(Deparsed.settled(read)).isEqualTo(read);
    }
}
