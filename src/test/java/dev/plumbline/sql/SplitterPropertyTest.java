package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scripts made of known statements, in any layout, come apart into those statements. */
class SplitterPropertyTest {
    /** Tokens of a statement: any blanks and comments may stand between them. */
    private static final List<List<String>> STATEMENTS = List.of(
            List.of("select", "1"),
            List.of("insert", "into", "t", "values", "(", "'a;''b'", ",", "E'\\';'", ",", "$$;'$$", ")"),
            List.of(
                    "create", "rule", "r", "as", "on", "insert", "to", "t", "do", "(", "select", "1", ";", "notify",
                    "x", ")"),
            List.of(
                    "create",
                    "function",
                    "f",
                    "(",
                    ")",
                    "returns",
                    "int",
                    "begin",
                    "atomic",
                    "select",
                    "case",
                    "when",
                    "true",
                    "then",
                    "1",
                    "end",
                    ";",
                    "return",
                    "2",
                    ";",
                    "end"),
            List.of("comment", "on", "column", "\"T;\"", ".", "\"c\"\"\"", "is", "U&'\\003b;'"),
            List.of("select", "a$b", "->>", "'k'", "::", "text", "<", "$1"),
            List.of("do", "$x$ begin; -- it's\n /* $$ ; $x$"),
            List.of("alter", "table", "ünï", "add", "c", "numeric", "(", "1_0", ",", ".5", ")"));

    private static final List<String> GAPS = List.of(
            " ",
            "\n",
            "\t",
            "\r\n",
            "\f",
            " -- it's; a\n",
            "\n--\r\n",
            " /* ; ' */ ",
            "/* /* $$ */ \" */",
            " --plumb\n");

    @Property(tries = 500)
    void aScriptComesApartIntoItsStatements(@ForAll("scripts") List<Laid> laid, @ForAll("gaps") String end) {
        StringBuilder script = new StringBuilder();
        laid.forEach(l -> script.append(l.before).append(l.text()).append(';'));
        Script split = Splitter.split(SourceText.of("a.sql", script + end));
        assertThat(split.statements())
                .extracting(Statement::text)
                .isEqualTo(laid.stream().map(Laid::text).toList());
        assertThat(split.statements())
                .extracting(s -> s.tokens().all().stream().map(Token::text).toList())
                .isEqualTo(laid.stream().map(Laid::tokens).toList());
        Invariants.check(split);
    }

    @Property(tries = 300)
    void layoutDoesNotChangeTheChecksum(@ForAll("scripts") List<Laid> laid) {
        StringBuilder here = new StringBuilder();
        StringBuilder there = new StringBuilder();
        for (Laid l : laid) {
            here.append(l.before).append(l.text()).append(';');
            there.append("\n/* other */ ")
                    .append(String.join(
                            "\n",
                            l.tokens.stream().map(SplitterPropertyTest::upper).toList()));
            there.append(" ;; ");
        }
        assertThat(checksum(there.toString())).isEqualTo(checksum(here.toString()));
        assertThat(checksum(here.toString().replace("\r\n", "\n").replace("\n", "\r\n")))
                .isEqualTo(checksum(here.toString()));
    }

    @Property(tries = 300)
    void anyOtherSequenceOfTokensHasAnotherChecksum(
            @ForAll("scripts") List<Laid> one, @ForAll("scripts") List<Laid> other) {
        boolean same = one.stream()
                .map(Laid::tokens)
                .toList()
                .equals(other.stream().map(Laid::tokens).toList());
        assertThat(checksum(join(one)).equals(checksum(join(other)))).isEqualTo(same);
    }

    @Provide
    Arbitrary<List<Laid>> scripts() {
        return Combinators.combine(Arbitraries.of(STATEMENTS), gaps().list().ofSize(24))
                .as(Laid::of)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.of(GAPS).list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
    }

    private static String upper(String token) {
        return token.chars().allMatch(c -> c >= 'a' && c <= 'z') ? token.toUpperCase(Locale.ROOT) : token;
    }

    private static String join(List<Laid> laid) {
        return String.join(";", laid.stream().map(Laid::text).toList());
    }

    private static String checksum(String text) {
        return Canonical.of(Splitter.split(SourceText.of("a.sql", text))).script();
    }

    /** A statement, the gap before it and the gaps between its tokens. */
    record Laid(String before, List<String> tokens, List<String> gaps) {
        static Laid of(List<String> tokens, List<String> gaps) {
            return new Laid(gaps.getLast(), tokens, gaps);
        }

        String text() {
            StringBuilder text = new StringBuilder(tokens.getFirst());
            for (int i = 1; i < tokens.size(); i++) {
                text.append(gaps.get(i - 1)).append(tokens.get(i));
            }
            return text.toString();
        }
    }
}
