package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.diff.SchemaDiff;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is dropped and made again goes on with the rights of the role that it was given to. */
@Tag("database")
class OwnershipTest {
    private static final String BEFORE = """
            CREATE TYPE mood AS ENUM ('low', 'high', 'odd');
            CREATE TABLE t (id int, amount int, feels mood);
            CREATE TABLE u (id int);
            CREATE VIEW plain AS SELECT amount FROM t;
            CREATE VIEW lent AS SELECT amount FROM t;
            CREATE FUNCTION sums() RETURNS bigint LANGUAGE sql SECURITY DEFINER
                BEGIN ATOMIC SELECT sum(amount) FROM t; END;
            """;

    private static final String AFTER = BEFORE.replace("amount int", "amount numeric")
            .replace("SELECT sum(amount)", "SELECT sum(amount)::bigint")
            .replace(", 'odd'", "");

    private static final String OWNERS = """
            SELECT string_agg(name || ' ' || owner::regrole::text, ', ' ORDER BY name)
            FROM (SELECT relname AS name, relowner AS owner FROM pg_class WHERE relname IN ('plain', 'lent')
                  UNION ALL SELECT proname, proowner FROM pg_proc WHERE proname = 'sums'
                  UNION ALL SELECT typname, typowner FROM pg_type WHERE typname = 'mood') AS made
            """;

    @Test
    void staysWhereItWasGiven() throws SQLException {
        try (Arena.Ground here = Arena.shared().lend();
                Arena.Ground there = Arena.shared().lend()) {
            here.session().execute(BEFORE + """
                    ALTER VIEW lent OWNER TO roundtrip_a;
                    ALTER FUNCTION sums() OWNER TO roundtrip_b;
                    ALTER TYPE mood OWNER TO roundtrip_a;
                    """);
            there.session().execute(AFTER);
            String owners = here.session().text(OWNERS).orElseThrow();
            List<Step> steps = Plan.of(
                            SchemaDiff.of(RoundTrip.read(here.session()), RoundTrip.read(there.session())), Form.SAFE)
                    .steps();
            for (Step step : steps) {
                here.session().execute(step.sql());
            }
            assertThat(here.session().text(OWNERS)).hasValue(owners).hasValueSatisfying(found -> assertThat(found)
                    .contains("lent roundtrip_a", "mood roundtrip_a", "sums roundtrip_b")
                    .doesNotContain("plain roundtrip"));
            assertThat(steps)
                    .extracting(Step::sql)
                    .filteredOn(sql -> sql.contains(" OWNER TO "))
                    .hasSize(3);
        }
    }
}
