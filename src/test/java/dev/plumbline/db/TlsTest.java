package dev.plumbline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.EmbeddedServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sslmode} asks for, on a server whose certificate names 127.0.0.1 and nothing else. */
@Tag("database")
class TlsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path directory;

    private static EmbeddedServer server;

    @BeforeAll
    static void start() throws Exception {
        makeCertificate("server", "ip:127.0.0.1");
        makeCertificate("other", "ip:127.0.0.1");
        server = EmbeddedServer.start(EmbeddedServer.Options.throwaway());
        Path data = server.dataDirectory();
        for (String file : new String[] {"server.crt", "server.key"}) {
            Path copy = Files.copy(directory.resolve(file), data.resolve(file));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            // The server may run as another user than this test.
            Files.setOwner(copy, Files.getOwner(data));
        }
        try (Session session = database("sslmode=prefer").open()) {
            session.execute("ALTER SYSTEM SET ssl = on");
        }
        server.restart();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A key and a certificate that it signs itself, as PEM files. */
    private static void makeCertificate(String name, String subject) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subject,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    }

    private static void pem(String file, String kind, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static Database database(String parameters) {
        return database("127.0.0.1", parameters);
    }

    private static Database database(String host, String parameters) {
        String url = server.url("postgres").replace("127.0.0.1", host) + "?" + parameters;
        return new Database(
                ConnectionSpec.parse(url, Map.of()), "tls", Optional.empty(), Duration.ofSeconds(4), Optional.empty());
    }

    private static boolean isEncrypted(String parameters) throws SQLException {
        try (Session session = database(parameters).open()) {
            return session.is("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        }
    }

    private static Problem refusal(String host, String parameters) {
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> database(host, parameters).open());
        assertThat(e.problem().id()).isEqualTo(ProblemId.ENCRYPTION_FAILED);
        return e.problem();
    }

    @Test
    void eachModeEncryptsAsLibpqDoes() throws SQLException {
        String authority = "&sslrootcert=" + directory.resolve("server.crt");
        assertThat(isEncrypted("sslmode=disable")).isFalse();
        assertThat(isEncrypted("sslmode=allow")).isFalse();
        assertThat(isEncrypted("sslmode=prefer")).isTrue();
        assertThat(isEncrypted("connect_timeout=9")).isTrue();
        assertThat(isEncrypted("sslmode=require")).isTrue();
        assertThat(isEncrypted("sslmode=verify-ca" + authority)).isTrue();
        assertThat(isEncrypted("sslmode=verify-full" + authority)).isTrue();
    }

    @Test
    void aCertificateOfSomebodyElseIsRefused() {
        Problem problem = refusal("127.0.0.1", "sslmode=verify-full&sslrootcert=" + directory.resolve("other.crt"));
        assertThat(problem.what())
                .isEqualTo("no certificate in " + directory.resolve("other.crt")
                        + " is the authority of the server's own");
        assertThat(refusal("127.0.0.1", "sslrootcert=system").what())
                .isEqualTo("no authority that this system trusts is that of the server's certificate");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        assertThat(refusal("localhost", "sslmode=verify-full&sslrootcert=" + directory.resolve("server.crt"))
                        .what())
                .isEqualTo("the server's certificate is not made out to the host that was asked for");
    }

    @Test
    void aMissingFileIsNamed() {
        Problem problem = refusal("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + directory.resolve("none.crt"));
        assertThat(problem.what()).contains("cannot be checked").contains("none.crt");
    }
}
