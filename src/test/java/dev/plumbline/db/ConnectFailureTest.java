package dev.plumbline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** Failures that the embedded server does not bring about: it has no certificate and lets everybody in. */
class ConnectFailureTest {
    private static Database database(String parameters) {
        return at("postgres://me@db/shop" + parameters, Optional.empty());
    }

    private static Database at(String url, Optional<String> role) {
        return new Database(ConnectionSpec.parse(url, Map.of()), "test", role, Duration.ofSeconds(4), Optional.empty());
    }

    private static SQLException fromServer(String state, String message) {
        return new PSQLException(new ServerErrorMessage("SFATAL\0C" + state + "\0M" + message + "\0"));
    }

    private static SQLException fromDriver(String message) {
        return new PSQLException(message, PSQLState.CONNECTION_FAILURE);
    }

    @Test
    void aServerThatLetsNobodyInFromHere() {
        String message = "no pg_hba.conf entry for host \"10.0.0.7\", user \"me\", database \"shop\", no encryption";
        Problem plain = ConnectFailure.problem(fromServer("28000", message), database("?sslmode=disable"));
        assertThat(plain.id()).isEqualTo(ProblemId.LOGIN_REFUSED);
        assertThat(plain.what()).isEqualTo("the server lets nobody in from here: " + message);
        assertThat(plain.remedies()).first().asString().contains("sslmode=require");
        Problem encrypted = ConnectFailure.problem(fromServer("28000", message), database(""));
        assertThat(encrypted.remedies()).singleElement().asString().contains("pg_hba.conf");
    }

    @Test
    void certificatesThatDoNotFit() {
        assertThat(ConnectFailure.problem(
                                fromDriver("Could not open SSL root certificate file /home/me/.postgresql/root.crt."),
                                database("?sslmode=verify-full"))
                        .remedies())
                .first()
                .asString()
                .contains("sslrootcert=FILE");
        Problem otherHost = ConnectFailure.problem(
                fromDriver("The hostname db could not be verified by hostnameverifier PgjdbcHostnameVerifier."),
                database("?sslmode=verify-full"));
        assertThat(otherHost.id()).isEqualTo(ProblemId.ENCRYPTION_FAILED);
        assertThat(otherHost.remedies()).last().asString().contains("sslmode=verify-ca");
        SQLException unknown = new PSQLException(
                "SSL error: PKIX path building failed",
                PSQLState.CONNECTION_FAILURE,
                new CertPathBuilderException("unable to find valid certification path"));
        assertThat(ConnectFailure.problem(unknown, database("?sslmode=verify-ca&sslrootcert=/ca.crt"))
                        .what())
                .isEqualTo("no certificate in /ca.crt is the authority of the server's own");
    }

    @Test
    void aRoleThatTheLoginMayNotTake() {
        Database database = at("postgres://me@db/shop", Optional.of("Owner"));
        assertThat(ConnectFailure.problem(fromServer("42501", "permission denied to set role \"Owner\""), database)
                        .remedies())
                .containsExactly("GRANT \"Owner\" TO me, or correct role: in plumb.yml");
    }

    @Test
    void aDatabaseThatWasNotNamed() {
        Database database = at("postgres://me@db", Optional.empty());
        assertThat(ConnectFailure.problem(fromServer("3D000", "database \"me\" does not exist"), database)
                        .remedies())
                .containsExactly("name the database at the end of the URL: postgres://me@db/DATABASE");
    }

    @Test
    void aListenerThatSaysSomethingElse() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = web.accept()) {
                    client.getInputStream().readNBytes(8);
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Database database = at("postgres://me@127.0.0.1:" + web.getLocalPort() + "/shop", Optional.empty());
            ProblemException e = catchThrowableOfType(ProblemException.class, database::open);
            assertThat(e.problem().what()).isEqualTo("what answers there is no PostgreSQL server");
        }
    }

    @Test
    void aListenerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Database database = at(
                    "postgres://me@127.0.0.1:" + silent.getLocalPort() + "/shop?connect_timeout=1", Optional.empty());
            ProblemException e = catchThrowableOfType(ProblemException.class, database::open);
            assertThat(e.problem().id()).isEqualTo(ProblemId.SERVER_UNREACHABLE);
            assertThat(e.problem().what()).contains("no answer in time");
        }
    }
}
