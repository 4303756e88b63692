package dev.plumbline.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ProblemId;
import dev.plumbline.migrate.Workbench.Outcome;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values from the environment stay out of the ledger and of messages, and what broke off is recognised all the same. */
@Tag("database")
class SecretPlaceholdersTest extends DatabaseBench {
    private static final String BUILD =
            "CREATE INDEX CONCURRENTLY item_name_idx ON ${table} (name) WHERE name <> '${password}';\n";

    @BeforeEach
    void giveSecrets() {
        bench.secrets(Map.of("table", "item", "password", "correct horse"));
    }

    @Test
    void aBuildThatWasDoneIsRecognised() throws Exception {
        bench.up(1, BUILD);
        bench.apply().succeeds();
        assertThat(sql.one("SELECT statement FROM plumb.migration_step"))
                .isEqualTo("CREATE INDEX CONCURRENTLY item_name_idx ON item (name) WHERE name <> '${password}'");
        assertThat(sql.one("SELECT pg_get_indexdef('item_name_idx'::regclass)")).contains("correct horse");
        String built = sql.one("SELECT 'item_name_idx'::regclass::oid");

        // As if the runner had died between the statement and its result.
        sql.run("UPDATE plumb.migration_step SET state = 'intended'");
        sql.run("UPDATE plumb.migration_run SET result = 'running'");
        Outcome outcome = bench.apply();
        outcome.succeeds();
        assertThat(outcome.of(Event.Recovered.class))
                .extracting(Event.Recovered::seen)
                .containsExactly("index public.item_name_idx exists, is valid and is as wanted");
        assertThat(sql.one("SELECT 'item_name_idx'::regclass::oid")).isEqualTo(built);
    }

    @Test
    void aBuildThatBrokeOffIsDoneAgain() throws Exception {
        bench.up(1, BUILD);
        breakBuildOff()
                .fails(
                        ProblemId.CONNECTION_LOST,
                        "terminating connection",
                        "the statement was begun; the next run decides from the catalog what became of it");
        Outcome again = bench.apply();
        again.succeeds();
        assertThat(again.of(Event.Recovered.class)).hasSize(1);
        assertThat(isValid("item_name_idx")).isTrue();
    }

    @Test
    void messagesOfTheServerNameTheValueOnly() throws Exception {
        bench.up(1, """
                DO $$ BEGIN RAISE WARNING 'first %', '${password}'; END $$;
                DO $$ BEGIN
                  RAISE EXCEPTION 'a %', '${password}' USING DETAIL = 'b ${password}', HINT = 'c ${password}';
                END $$;
                """);
        Outcome outcome = bench.apply();
        assertThat(outcome.toString()).doesNotContain("correct horse").contains("${password}");
        assertThat(outcome.of(Event.Notice.class))
                .extracting(Event.Notice::text)
                .containsExactly("WARNING: first ${password}");
        assertThat(outcome.problem().orElseThrow().excerpt()).contains("DETAIL: b ${password}", "HINT: c ${password}");
        assertThat(sql.one("SELECT error FROM plumb.migration_run")).isEqualTo("P0001 a ${password}");
    }

    @Test
    void anotherPasswordIsNoOtherMigration() throws Exception {
        String first = "-- plumb:no-transaction\nSELECT '${password}';\n";
        bench.up(1, first + "SELECT no_such;");
        bench.apply()
                .fails(
                        ProblemId.STATEMENT_FAILED,
                        "no_such",
                        "this part was rolled back; 1 earlier step of 1 step stays applied, and the next run goes on after it");

        bench.secrets(Map.of("table", "item", "password", "battery staple"));
        bench.up(1, first + "SELECT 2;");
        bench.apply().succeeds();
        bench.secrets(Map.of("table", "item", "password", "yet another"));
        bench.up(1, first + "-- a comment\nSELECT 2;");
        bench.apply().succeeds();
    }

    @Test
    void shortValuesAreLeftInTheMidstOfWords() {
        PlaceholderValues values =
                new PlaceholderValues(Map.of("r", "eu", "p", "s3cr3t-key", "n", ""), Set.of("r", "p", "n"));

        assertThat(values.redact("queue \"eu\" in eu_west: xs3cr3t-keyx"))
                .isEqualTo("queue \"${r}\" in eu_west: x${p}x");
        assertThat(values.toString()).doesNotContain("s3cr3t");
    }
}
