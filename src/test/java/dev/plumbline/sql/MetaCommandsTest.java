package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaCommandsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\restrict xyz", "\\unrestrict xyz", "\\echo 'a;' b", "\\qecho it''s", "\\warn x", "\\timing",
                        "\\timing;", "\\pset null '\\\\n'",
                "\\x", "\\encoding UTF8", "\\encoding", "\\set ON_ERROR_STOP on", "\\set QUIET 1", "\\unset QUIET",
                        "\\set", "\\dt+ public.*",
                "\\x \\timing"
            })
    void commandsThatOnlyPrintAreSkipped(String command) {
        Script script = split("select 1;\n" + command + "\nselect 2;");
        assertThat(script.statements()).extracting(Statement::text).containsExactly("select 1", "select 2");
        assertThat(script.notes()).isNotEmpty().allSatisfy(n -> assertThat(n.at().line())
                .isEqualTo(2));
    }

    @Test
    void aNoteSaysWhatWasSkipped() {
        assertThat(split("select 1; \\echo hi\n").notes())
                .containsExactly(
                        new Note(new Position(10, 1, 11), "skipped the psql command \\echo hi, which only psql obeys"));
    }

    @Test
    void twoBackslashesReturnToSql() {
        assertThat(split("\\timing on \\\\ select 1; select 2;").statements()).hasSize(2);
    }

    @Test
    void aCommandInsideAStatementIsBlankedOut() {
        Script script = split("select 1 \\echo a 'b\n + x;\\echo c");
        Statement statement = script.statements().getFirst();
        assertThat(statement.text()).isEqualTo("select 1           \n + x");
        assertThat(statement.position(24)).isEqualTo(new Position(23, 2, 4));
        assertThat(script.notes()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\\connect other | make what follows a migration of the other database, applied with that database's --url",
                "\\c other       | make what follows a migration of the other database, applied with that database's --url",
                "\\i a.sql       | put the statements of that file here, or make it a migration of its own",
                "\\ir a.sql      | put the statements of that file here, or make it a migration of its own",
                "\\COPY t from f | write COPY … FROM stdin; then the rows, then a line with \\. alone",
                "\\gexec         | write out the statements it makes, or run them in DO $$ BEGIN EXECUTE …; END $$;",
                "\\g             | end the statement with a semicolon instead",
                "\\if :x         | decide in SQL: DO $$ BEGIN IF … THEN …; END IF; END $$;",
                "\\! rm x        | run the shell command yourself, before or after the migration",
                "\\echo `date`   | run the shell command yourself; a value it gives can be a ${placeholder}",
                "\\set owner me  | write ${owner} instead of :owner, and give its value in plumb.yml under placeholders:",
                "\\set AUTOCOMMIT off | remove it; a migration runs in one transaction unless it says -- plumb:no-transaction",
                "\\encoding LATIN1 | convert the file to UTF-8 with iconv and remove this line",
                "\\q             | remove this line and what it keeps from being run",
                "\\.             | remove it; \\. ends the rows of COPY … FROM stdin, and no such rows come before this one",
                "\\;             | remove the backslash",
                "\\nonsense      | remove it, or write what it does in SQL"
            })
    void commandsThatChangeTheMeaningAreRefused(String command, String advice) {
        Problem problem = refused("select 1;\n" + command + "\n");
        assertThat(problem.at()).containsExactly("a.sql:2:1");
        assertThat(problem.remedies()).containsExactly(advice);
        assertThat(refused("select 1 " + command).at()).containsExactly("a.sql:1:10");
    }

    @Test
    void theProblemNamesTheCommand() {
        Problem problem = refused("\\connect other");
        assertThat(problem.id()).hasToString("psql-meta-command");
        assertThat(problem.what())
                .isEqualTo("\\connect is a command of psql, not SQL, and the file would do something else without it");
        assertThat(problem.excerpt()).containsExactly("   1 | \\connect other", "     | ^");
    }

    private static Problem refused(String text) {
        return catchThrowableOfType(ProblemException.class, () -> split(text)).problem();
    }

    private static Script split(String text) {
        return Splitter.split(SourceText.of("a.sql", text));
    }
}
