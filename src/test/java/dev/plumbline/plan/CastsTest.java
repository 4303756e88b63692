package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.db.Session;
import dev.plumbline.diff.Casts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said of casts is what the server says, of every two types that a column can have. */
@Tag("database")
class CastsTest {
    /** Types that PostgreSQL keeps for itself, arrays, and those that only newer versions turn into others. */
    private static final String TYPES = """
            SELECT format_type(oid, NULL) AS name FROM pg_type
            WHERE typtype IN ('b', 'r') AND typcategory <> 'A' AND typelem = 0 AND typnamespace = 'pg_catalog'::regnamespace
                AND typname NOT IN ('pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'pg_brin_bloom_summary',
                    'pg_brin_minmax_multi_summary', 'aclitem', 'gtsvector', 'bytea', 'refcursor', 'pg_snapshot', 'txid_snapshot')
                AND typname !~ '^reg' AND typname NOT IN ('oid', 'xid', 'cid', 'tid', 'xml') ORDER BY 1
            """;

    private static final String TRY = """
            CREATE FUNCTION pg_temp.is_possible(query text) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                EXECUTE query;
                RETURN true;
            EXCEPTION WHEN cannot_coerce THEN
                RETURN false;
            END $$
            """;

    @Test
    void everyPath() throws SQLException {
        List<String> types = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Arena.Ground ground = Arena.shared().lend()) {
            ground.session().execute(TRY);
            ground.session().each(TYPES, row -> types.add(row.getString("name")));
            for (String from : types) {
                for (String to : types) {
                    List<String> path = Casts.path(from, to).orElse(List.of());
                    boolean direct = isPossible(ground.session(), from, List.of(to));
                    boolean right = path.isEmpty() ? !direct : isPossible(ground.session(), from, path);
                    if (!right) {
                        wrong.add(from + " → " + to + " by " + path + ", of which the server says " + direct);
                    }
                }
            }
        }
        assertThat(types).hasSizeGreaterThan(40);
        assertThat(wrong).isEmpty();
    }

    private static boolean isPossible(Session session, String from, List<String> path) throws SQLException {
        return session.query(
                        "SELECT pg_temp.is_possible(?) AS possible",
                        row -> row.getBoolean("possible"),
                        "SELECT NULL::" + from + "::" + String.join("::", path))
                .getFirst();
    }
}
