package dev.plumbline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.report.ProblemReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSpecTest {
    @ParameterizedTest
    @CsvSource({
        "postgres://me@db.example:6543/shop, jdbc:postgresql://db.example:6543/shop, me",
        "postgresql://me@db.example/shop, jdbc:postgresql://db.example/shop, me",
        "postgresql+asyncpg://me@db.example/shop, jdbc:postgresql://db.example/shop, me",
        "jdbc:postgresql://db.example/shop?user=me, jdbc:postgresql://db.example/shop, me",
        "postgres://me@[::1]:5432/shop, jdbc:postgresql://[::1]:5432/shop, me",
        "postgres://me@[::1]/shop, jdbc:postgresql://[::1]/shop, me",
        "'postgres://me@one:1,two:2/shop', 'jdbc:postgresql://one:1,two:2/shop', me",
        "postgres://db.example/shop?user=a%40b, jdbc:postgresql://db.example/shop, a@b",
        "postgres:///shop?host=db.example&user=me, jdbc:postgresql://db.example/shop, me",
        "postgres://me@db.example/my%20shop, jdbc:postgresql://db.example/my%20shop, me",
    })
    void readsUrls(String url, String jdbcUrl, String user) {
        ConnectionSpec spec = ConnectionSpec.parse(url, Map.of());
        assertThat(spec.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(spec.user()).isEqualTo(user);
    }

    @Test
    void takesTheEnvironmentWhereTheUrlIsSilent() {
        Map<String, String> environment = Map.of(
                "PGHOST",
                "db.example",
                "PGPORT",
                "6543",
                "PGUSER",
                "me",
                "PGPASSWORD",
                "secret",
                "PGDATABASE",
                "shop",
                "PGSSLMODE",
                "require");
        ConnectionSpec spec = ConnectionSpec.parse("", environment);
        assertThat(spec.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/shop");
        assertThat(spec.properties())
                .containsEntry("user", "me")
                .containsEntry("password", "secret")
                .containsEntry("sslmode", "require");
        assertThat(ConnectionSpec.parse("postgres://you:other@here/there", environment)
                        .display())
                .isEqualTo("postgres://you@here:6543/there");
    }

    @Test
    void addsThePortToEachHostThatHasNone() {
        Map<String, String> environment = Map.of("PGPORT", "6543");
        assertThat(ConnectionSpec.parse("postgres://one,two:7000/shop", environment)
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://one:6543,two:7000/shop");
        assertThat(ConnectionSpec.parse("postgres://[::1]/shop", environment).jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:6543/shop");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://me@/shop?host=/srv/pg, /srv/pg/.s.PGSQL.5432, postgres://me@/shop?host=/srv/pg",
        "postgres://me@%2Fsrv%2Fpg:7/shop, /srv/pg/.s.PGSQL.7, postgres://me@/shop?host=/srv/pg&port=7",
        "postgres://me@%2fsrv%2fp%3A7/shop?port=7, /srv/p:7/.s.PGSQL.7, postgres://me@/shop?host=/srv/p:7&port=7",
    })
    void aHostThatIsADirectoryHoldsASocket(String url, String socket, String shown) {
        ConnectionSpec spec = ConnectionSpec.parse(url, Map.of());
        assertThat(spec.socket()).contains(Path.of(socket));
        assertThat(spec.display()).isEqualTo(shown);
        assertThat(spec.properties())
                .containsEntry("socketFactory", "dev.plumbline.db.UnixSocketFactory")
                .containsEntry("socketFactoryArg", socket)
                .containsEntry("sslmode", "disable");
        assertThat(ConnectionSpec.parse(shown, Map.of()).socket()).contains(Path.of(socket));
        assertThat(ConnectionSpec.parse("", Map.of("PGHOST", "/run", "PGPORT", "7"))
                        .socket())
                .contains(Path.of("/run/.s.PGSQL.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=/tmp,/run",
                "host=db,/run",
                "host=@abstract",
                "host=/run&port=x",
                "sslmode=yes",
                "connect_timeout=x"
            })
    void refusesWhatTheDriverCannotDo(String parameter) {
        assertThatThrownBy(() -> ConnectionSpec.parse("postgres:///shop?" + parameter, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("url-invalid");
    }

    @Test
    void trustsWhomTheSystemTrusts() {
        assertThat(ConnectionSpec.parse("postgres://db/shop?sslrootcert=system", Map.of())
                        .parameters())
                .isEqualTo(Map.of("sslmode", "verify-full", "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
        assertThatThrownBy(
                        () -> ConnectionSpec.parse("postgres://db/shop?sslrootcert=system&sslmode=require", Map.of()))
                .hasMessageContaining("sslrootcert=system goes with sslmode=verify-full only");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://db:99999/shop, a port is a number from 1 to 65535",
        "postgres://db:0/shop, a port is a number from 1 to 65535",
        "postgres://db/shop?port=x, a port is a number from 1 to 65535",
        "postgres://db/shop?ssl=yes, 'ssl is one of true, false'",
        "postgres://db/%00, no name in PostgreSQL holds a NUL",
        "'\"postgres://db/shop\"', a URL starts with postgres://",
        "postgres://db/shop?sslmode=yes, 'sslmode is one of disable, allow'",
        "postgres://db/shop?channel_binding=yes, channel_binding is one of disable",
        "postgres://db/shop?target_session_attrs=master, target_session_attrs is one of any",
        "postgres://db/shop?connect_timeout=99999999999, connect_timeout is a number of seconds",
    })
    void refusesValuesThatTheDriverWouldStumbleOver(String url, String why) {
        assertThatThrownBy(() -> ConnectionSpec.parse(url, Map.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().what()).contains(why));
    }

    @Test
    void waitsForALoginNoLongerThanForEachHost() {
        assertThat(ConnectionSpec.parse("postgres://one,two/shop?connect_timeout=3", Map.of())
                        .properties())
                .containsEntry("connectTimeout", "3")
                .containsEntry("loginTimeout", "6");
    }

    @Test
    void takesWhatOrmsWriteIntoTheUrl() {
        ConnectionSpec spec = ConnectionSpec.parse(
                "postgresql://me@db/shop?schema=app&connection_limit=5&pgbouncer=true&sslmode=require", Map.of());
        assertThat(spec.parameters()).isEqualTo(Map.of("currentSchema", "app", "sslmode", "require"));
        assertThat(ConnectionSpec.parse(
                                "postgres+asyncpg://me@db/shop?ssl=require&prepared_statement_cache_size=0", Map.of())
                        .parameters())
                .isEqualTo(Map.of("sslmode", "require"));
        assertThat(ConnectionSpec.parse(
                                "jdbc:postgresql://db/shop?ApplicationName=x&socketTimeout=30&connect_timeout=",
                                Map.of())
                        .parameters())
                .isEmpty();
    }

    @Test
    void neverShowsAKey() {
        assertThat(ConnectionSpec.redact("prisma+postgres://accelerate.example/?api_key=s3cret&x=1"))
                .isEqualTo("prisma+postgres://accelerate.example/?api_key=***&x=1");
    }

    @Test
    void neverShowsAPassword() {
        ConnectionSpec spec = ConnectionSpec.parse("postgres://me:s3cret@db/shop?sslpassword=hush", Map.of());
        assertThat(spec.toString()).doesNotContain("s3cret").doesNotContain("hush");
        assertThat(ConnectionSpec.redact("see postgres://me:s3cret@db/shop and password=hush&x"))
                .isEqualTo("see postgres://me:***@db/shop and password=***&x");
        assertThat(ConnectionSpec.redact("postgres://me:s3/cr@et@db/shop")).doesNotContain("cr@et");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://me:pa/canary@h:1/db",
                "postgres:me:canary@h/db",
                "postgres:/me:canary@h:1/db",
                "postgres//me:canary@h/db",
                "postgres://me:pa?canary@h/db",
                "postgres://me:canary@h:port/db",
                "postgres://me:pa#canary@h:x/db",
                "me:canary@h/db",
                "mysql://me:canary@h/db",
                "postgres://me:canary@h/db?password=canary&sslmod=x",
            })
    void refusesWithoutShowingThePassword(String url) {
        assertThatThrownBy(() -> ConnectionSpec.parse(url, Map.of()))
                .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(ProblemReport.text(e.problem()))
                        .doesNotContain("canary"));
    }

    @Test
    void namesAServerThatIsTooOld() throws IOException {
        Database database = new Database(
                ConnectionSpec.parse("postgres://me@db/shop", Map.of()),
                "test",
                Optional.empty(),
                Duration.ofSeconds(4),
                Optional.empty());
        GoldenProblem.check(ProblemId.SERVER_TOO_OLD, database.tooOld(11));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://app:secret@db:5432/shop                      | postgres://app@db:5432/shop
            postgres://app@db/shop?sslmode=require                  | postgres://app@db/shop?sslmode=require
            postgres://app:s%40x@db/shop?password=x&sslmode=require | postgres://app@db/shop?sslmode=require
            jdbc:postgresql://db/shop?user=app&%70assword=x         | jdbc:postgresql://db/shop?user=app
            postgres:///shop?host=/tmp&sslpassword=x                | postgres:///shop?host=/tmp
            postgres://:x@db/shop                                   | postgres://@db/shop
            embedded                                                | embedded
            """)
    void aUrlIsShownWithoutItsPassword(String url, String shown) {
        assertThat(ConnectionSpec.withoutPassword(url)).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "postgres://app:se/cret@db/shop", "postgres:app:secret@db", "app:secret@db", "sqlite:x"})
    void aUrlThatCannotBeTakenApartIsNotShown(String url) {
        assertThat(ConnectionSpec.withoutPassword(url)).isEmpty();
    }
}
