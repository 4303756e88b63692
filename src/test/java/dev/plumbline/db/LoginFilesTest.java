package dev.plumbline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Password and service files, as libpq reads them; and that a real server lets one in with what they say. */
class LoginFilesTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setHome() {
        environment.put("HOME", home.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://me@db.example/shop          | db.example:5432:shop:me:pw",
                "postgres://me@db.example:6543/shop     | db.example:6543:shop:me:pw",
                "postgres://me@db.example/shop          | *:*:*:*:pw",
                "postgres://me@db.example/shop          | *:*:shop:me:pw:ignored",
                "postgres://me@db.example/me            | *:*:me:me:pw",
                "postgres://me@db.example               | *:*:me:me:pw",
                "postgres://me@[::1]:6543/shop          | \\:\\:1:6543:shop:me:pw",
                "postgres://me@[::1]:6543/a%3Ab%5Cc     | *:*:a\\:b\\\\c:me:pw",
                "postgres://me@/shop?host=/srv/pg       | /srv/pg:5432:shop:me:pw",
                "postgres://me@/shop?host=/tmp&port=7   | localhost:7:shop:me:pw",
            })
    void aLineThatFitsHasThePassword(String url, String line) throws IOException {
        passwords(home.resolve(".pgpass"), "#" + line, "", "other:*:*:*:no", line, "*:*:*:*:late");

        assertThat(ConnectionSpec.parse(url, environment).password()).isEqualTo("pw");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db.example:5432:shop:me",
                "db.example:6543:shop:me:pw",
                "db:5432:shop:me:pw",
                "db.example.com:5432:shop:me:pw",
                "db.example:5432:shop:you:pw",
                "db.example:5432:shop*:me:pw",
            })
    void otherLinesHaveNone(String line) throws IOException {
        passwords(home.resolve(".pgpass"), line);

        assertThat(ConnectionSpec.parse("postgres://me@db.example/shop", environment)
                        .password())
                .isEmpty();
    }

    @Test
    void thePasswordIsWhatIsLeftWithoutItsBackslashes() throws IOException {
        passwords(home.resolve(".pgpass"), "*:*:*:me:a\\:b\\\\c d", "*:*:*:you:ü");

        assertThat(ConnectionSpec.parse("postgres://me@h/d", environment).password())
                .isEqualTo("a:b\\c d");
        assertThat(ConnectionSpec.parse("postgres://you@h/d", environment).password())
                .isEqualTo("ü");
        assertThat(ConnectionSpec.parse("postgres://me:own@h/d", environment).password())
                .isEqualTo("own");
    }

    @Test
    void ofSeveralHostsTheFirstThatHasOneDecides() throws IOException {
        passwords(home.resolve(".pgpass"), "three:*:*:*:no", "two:7:shop:me:pw");

        assertThat(ConnectionSpec.parse("postgres://me@one,two:7,three/shop", environment)
                        .password())
                .isEqualTo("pw");
    }

    @Test
    void theFileIsNamedInTheUrlOrTheEnvironment() throws IOException {
        passwords(home.resolve(".pgpass"), "*:*:*:*:home");
        passwords(home.resolve("env"), "*:*:*:*:env");
        passwords(home.resolve("url"), "*:*:*:*:url");
        assertThat(ConnectionSpec.parse("postgres://me@h/d", environment).password())
                .isEqualTo("home");
        environment.put("PGPASSFILE", home.resolve("env").toString());
        assertThat(ConnectionSpec.parse("postgres://me@h/d", environment).password())
                .isEqualTo("env");
        assertThat(ConnectionSpec.parse("postgres://me@h/d?passfile=" + home.resolve("url"), environment)
                        .password())
                .isEqualTo("url");
    }

    @Test
    void aFileThatOthersMayReadIsIgnoredAndSaidSo() throws IOException {
        Path file = home.resolve(".pgpass");
        passwords(file, "*:*:*:*:pw");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        ConnectionSpec spec = ConnectionSpec.parse("postgres://me@h/d", environment);

        assertThat(spec.password()).isEmpty();
        assertThat(spec.passwordRemark()).isEqualTo("chmod 600 " + file + ": it is ignored while others may read it");
    }

    @Test
    void aServiceStandsBetweenTheUrlAndTheEnvironment() throws IOException {
        Files.writeString(home.resolve(".pg_service.conf"), """
                # ours
                [production]
                host=no
                [staging]
                host=db.example
                port=6543
                dbname=shop
                user=me
                password=pw
                sslmode=require
                host=second
                [staging]
                host=third
                """);
        environment.putAll(Map.of("PGHOST", "env", "PGUSER", "env", "PGSSLMODE", "disable", "PGCONNECT_TIMEOUT", "3"));

        ConnectionSpec spec = ConnectionSpec.parse("postgres://you@/?service=staging", environment);
        assertThat(spec.display()).isEqualTo("postgres://you@db.example:6543/shop");
        assertThat(spec.password()).isEqualTo("pw");
        assertThat(spec.parameters()).isEqualTo(Map.of("sslmode", "require", "connectTimeout", "3"));
        assertThat(ConnectionSpec.parse("postgres://db/?service=staging&sslmode=prefer", environment)
                        .parameters())
                .containsEntry("sslmode", "prefer");

        environment.put("PGSERVICE", "staging");
        assertThat(ConnectionSpec.parse("", environment).display()).isEqualTo("postgres://me@db.example:6543/shop");
    }

    @Test
    void theServiceFileIsSoughtWhereLibpqSeeksIt() throws IOException {
        Path system = Files.createDirectory(home.resolve("etc"));
        Files.writeString(system.resolve("pg_service.conf"), "[a]\nhost=system\n[b]\nhost=system\n");
        Files.writeString(home.resolve("own"), "[a]\nhost=own\n");
        Files.writeString(home.resolve("named"), "[a]\nhost=named\n");
        environment.put("PGSYSCONFDIR", system.toString());
        assertThat(ConnectionSpec.parse("postgres:///?service=a", environment).hosts())
                .isEqualTo("system");
        environment.put("PGSERVICEFILE", home.resolve("own").toString());
        assertThat(ConnectionSpec.parse("postgres:///?service=a", environment).hosts())
                .isEqualTo("own");
        assertThat(ConnectionSpec.parse("postgres:///?service=b", environment).hosts())
                .isEqualTo("system");
        assertThat(ConnectionSpec.parse("postgres:///?service=a&servicefile=" + home.resolve("named"), environment)
                        .hosts())
                .isEqualTo("named");
    }

    @Test
    void aServiceThatIsNotThereIsSaidWithThePlaces() {
        environment.put("PGSYSCONFDIR", home.resolve("etc").toString());
        Problem problem = refusal("postgres:///?service=nope");
        assertThat(problem.what()).isEqualTo("there is no service \"nope\"");
        assertThat(problem.at())
                .containsExactly(
                        home.resolve(".pg_service.conf") + ": no such file",
                        home.resolve("etc/pg_service.conf") + ": no such file");
    }

    @ParameterizedTest
    @CsvSource({"hosst=x", "just words", "=x", "service=other", "host =x"})
    void aLineOfTheServiceThatCannotBeReadIsNamedAndNotShown(String line) throws IOException {
        Path file = home.resolve(".pg_service.conf");
        Files.writeString(file, "[s]\nhost=h\n" + line + "\n");
        Problem problem = refusal("postgres:///?service=s");
        assertThat(problem.at()).containsExactly(file + ":3");
        assertThat(problem.toString()).doesNotContain(line);
    }

    @Test
    @Tag("database")
    void aServerLetsOneInWithThem() throws Exception {
        URI server = URI.create(TestServer.shared().newDatabase());
        String[] login = server.getUserInfo().split(":", 2);
        Files.writeString(
                home.resolve(".pg_service.conf"),
                "[test]\nhost=" + server.getHost() + "\nport=" + server.getPort() + "\nuser=" + login[0] + "\n");
        passwords(
                home.resolve(".pgpass"), server.getHost() + ":" + server.getPort() + ":*:" + login[0] + ":" + login[1]);
        String url = "postgres://" + server.getPath() + "?service=test";

        try (Session session = database(url).open()) {
            assertThat(session.text("SELECT current_user")).contains(login[0]);
        }
        Files.setPosixFilePermissions(home.resolve(".pgpass"), PosixFilePermissions.fromString("rw-r--r--"));
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> database(url).open());
        assertThat(e.problem().id()).isEqualTo(ProblemId.LOGIN_REFUSED);
        assertThat(e.problem().remedies().getFirst()).startsWith("chmod 600 ");
    }

    private Database database(String url) throws SQLException {
        return new Database(
                ConnectionSpec.parse(url, environment),
                "test",
                Optional.empty(),
                Duration.ofSeconds(4),
                Optional.empty());
    }

    private Problem refusal(String url) {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> ConnectionSpec.parse(url, environment))
                .problem();
        assertThat(problem.id()).isEqualTo(ProblemId.URL_INVALID);
        return problem;
    }

    private static void passwords(Path file, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
