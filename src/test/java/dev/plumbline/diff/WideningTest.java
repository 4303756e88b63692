package dev.plumbline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.shadow.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a change of type, held to what PostgreSQL does with values: there, and back again. */
@Tag("database")
class WideningTest {
    private static final String MOST = "9223372036854775807";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            integer                     | bigint                      | 2147483647, -2147483648
            bigint                      | integer                     | 2147483647, 2147483648, -2147483649
            bigint                      | smallint                    | 32767, 32768
            bigint                      | numeric                     | MOST
            bigint                      | numeric(18,0)               | MOST, 1
            bigint                      | numeric(20,2)               | MOST, 1
            numeric(12,0)               | integer                     | 2147483647, 2147483648, 'NaN'
            numeric(12,-2)              | bigint                      | 100, 12300
            numeric(12,2)               | numeric(10,2)               | 1.25, 1234567890.25
            numeric(12,2)               | numeric(12,4)               | 1.25, 1234567890.25
            numeric(12,2)               | numeric                     | 1.25
            real                        | double precision            | 1.1, 3e38
            character varying(9)        | character varying(10)       | 'abc   '
            character varying(9)        | text                        | 'abc   '
            character varying           | text                        | 'abc   '
            timestamp(3) without time zone | timestamp without time zone | '2024-01-02 03:04:05.678'
            cidr                        | inet                        | '10.0.0.0/8'
            bit varying(3)              | bit varying(4)              | '101'
            integer[]                   | bigint[]                    | '{1,NULL}'
            uuid                        | text                        | '00000000-0000-0000-0000-000000000001'
            """)
    void keepsEveryValueOrIsRefused(String from, String to, String values) throws SQLException {
        assertThat(Widening.isLossless(from, to)).isTrue();
        assertThat(altered(from, to, values)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            numeric(12,2)               | numeric(12,1)               | 1.25
            numeric                     | numeric(12,2)               | 1.255
            numeric(12,2)               | bigint                      | 1.25
            integer                     | numeric(12,-2)              | 149
            integer                     | real                        | 123456789
            double precision            | real                        | 1.123456789
            text                        | character varying(3)        | 'abc   '
            character varying(9)        | character varying(3)        | 'abc   '
            timestamp without time zone | date                        | '2024-01-02 03:04'
            timestamp without time zone | timestamp(0) without time zone | '2024-01-02 03:04:05.678'
            inet                        | cidr                        | '10.0.0.1/8'
            numeric[]                   | integer[]                   | '{1.5}'
            """)
    void losesWhatSomeValueSays(String from, String to, String values) throws SQLException {
        assertThat(Widening.isLossless(from, to)).isFalse();
        assertThat(altered(from, to, values)).isNotEmpty();
    }

    /** The values that are others when the column had been of the other type; refused ones are not among them. */
    private static List<String> altered(String from, String to, String values) throws SQLException {
        List<String> altered = new ArrayList<>();
        String url = TestServer.shared().newDatabase();
        try (Connection connection = TestServer.connect(url);
                Statement statement = connection.createStatement()) {
            for (String value : values.replace("MOST", MOST).split(", ", -1)) {
                statement.execute("CREATE TABLE t (was " + from + ", c " + from + ");");
                statement.execute("INSERT INTO t VALUES (" + value + ", " + value + ")");
                if (takes(statement, to)) {
                    statement.execute("ALTER TABLE t ALTER c TYPE " + from + " USING c::" + from);
                }
                try (var same = statement.executeQuery("SELECT was::text = c::text FROM t")) {
                    same.next();
                    if (!same.getBoolean(1)) {
                        altered.add(value);
                    }
                }
                statement.execute("DROP TABLE t");
            }
        }
        TestServer.shared().drop(url);
        return altered;
    }

    private static boolean takes(Statement statement, String type) throws SQLException {
        try {
            statement.execute("ALTER TABLE t ALTER c TYPE " + type);
            return true;
        } catch (SQLException e) {
            // Out of range, or NaN.
            assertThat(e.getSQLState()).isIn("22003", "0A000");
            return false;
        }
    }
}
