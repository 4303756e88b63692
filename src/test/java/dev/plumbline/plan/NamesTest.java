package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void mentionedAreWordsAndQuotedNames() {
        assertThat(Names.mentioned("SELECT \"A \"\"b\"\"\".ÄB FROM x_1"))
                .containsExactlyInAnyOrder("select", "A \"b\"", "äb", "from", "x_1");
    }

    /** A routine's text may be anything, and as long as it likes. */
    @Test
    void aQuoteThatBeginsNoNameHidesNone() {
        assertThat(Names.mentioned("'say \"hello' || '" + "x ".repeat(100_000) + "' || t"))
                .contains("hello", "t");
    }
}
