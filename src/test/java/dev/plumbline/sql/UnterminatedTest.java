package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnterminatedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "unterminated-string       | 'a;          | the string that starts here never ends",
                "unterminated-string       | E'a\\'       | the string that starts here never ends",
                "unterminated-string       | U&'a''       | the string that starts here never ends",
                "unterminated-identifier   | \"a\"\";     | the quoted identifier that starts here never ends",
                "unterminated-identifier   | u&\"a        | the quoted identifier that starts here never ends",
                "unterminated-dollar-quote | $a$ ; $A$ $$ | the string quoted with $a$ that starts here never ends",
                "unterminated-comment      | /* /* */ ;   | the comment that starts here never ends"
            })
    void theProblemPointsAtTheStart(String id, String text, String what) {
        Problem problem = problem("select 1;\nselect " + text + "\nselect 2;\n");
        assertThat(problem.id()).hasToString(id);
        assertThat(problem.what()).isEqualTo(what);
        assertThat(problem.at()).containsExactly("a.sql:2:8");
        assertThat(problem.excerpt()).containsExactly("   2 | select " + text, "     |        ^");
        assertThat(problem.remedies()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create function f() returns int begin atomic select 1",
                "create function f() returns int begin atomic select 1; select case 1 when 1 then 1 end",
                "create function f() returns int begin atomic select 1 end; create function g() returns int begin atomic select 1; end;"
            })
    void soDoesABody(String text) {
        Problem problem = problem(text);
        assertThat(problem.id()).hasToString("unterminated-body");
        assertThat(problem.at()).containsExactly("a.sql:1:33");
        assertThat(problem.remedies())
                .containsExactly(
                        "end each of its statements with a semicolon, the last one too, and the body with END");
    }

    private static Problem problem(String text) {
        return catchThrowableOfType(ProblemException.class, () -> Splitter.split(SourceText.of("a.sql", text)))
                .problem();
    }
}
