package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.TestServer;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET client_encoding = 'LATIN1'",
                "SET LOCAL client_encoding TO latin1",
                "set session Client_Encoding = SQL_ASCII",
                "SET NAMES 'win1252'",
                "SELECT set_config('client_encoding', 'LATIN1', false)",
                "SELECT pg_catalog.set_config('CLIENT_ENCODING', 'LATIN1', false)",
                "SET DateStyle = 'SQL, DMY'",
                "SET datestyle TO postgres, dmy",
                "SET \"DateStyle\" = German",
                "SET standard_conforming_strings = off",
                "SET standard_conforming_strings TO 'false'",
                "BEGIN; SET LOCAL standard_conforming_strings = 0; COMMIT",
            })
    void isRefusedBeforeAnythingRuns(String sql) {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> cut("SELECT 1;\n" + sql));
        assertThat(e.problem().id()).isEqualTo(ProblemId.SETTING_REFUSED);
        assertThat(e.problem().at().getFirst()).startsWith("f:2:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET client_encoding = 'UTF8'",
                "SET client_encoding TO 'utf-8'",
                "SET NAMES unicode",
                "SET NAMES DEFAULT",
                "SET client_encoding TO DEFAULT",
                "RESET client_encoding",
                "SELECT pg_catalog.set_config('search_path', '', false)",
                "SELECT set_config('client_encoding', current_setting('server_encoding'), false)",
                "SET DateStyle = 'ISO, DMY'",
                "SET DateStyle = dmy",
                "SET datestyle TO DEFAULT",
                "SET standard_conforming_strings = on",
                "SET standard_conforming_strings TO 'true'",
                "SET app.client_encoding = 'LATIN1'",
                "SET TIME ZONE 'UTC'",
                "SET",
            })
    void everythingElseIsNone(String sql) {
        assertThat(cut(sql)).isNotNull();
    }

    @Test
    @Tag("database")
    void whatNoTextShowsIsToldWhenItHappens(@TempDir Path directory) throws Exception {
        Workbench bench = new Workbench(directory, TestServer.shared().newDatabase());
        bench.up(1, "CREATE TABLE a ();\nDO $$ BEGIN PERFORM set_config('DateStyle', 'German', false); END $$;");

        Workbench.Outcome outcome = bench.apply();

        outcome.fails(ProblemId.CONNECTION_LOST, "DateStyle", "asked again: nothing of 1 step is in the database");
        assertThat(outcome.problem().orElseThrow().remedies().getFirst())
                .isEqualTo("let what runs here change client_encoding and DateStyle back before it ends");
    }

    private static Object cut(String sql) {
        return Segment.of(Splitter.split(SourceText.of("f", sql)), false);
    }
}
