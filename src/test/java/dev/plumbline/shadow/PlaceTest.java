package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class PlaceTest {
    @TempDir
    Path directory;

    @Test
    void takesTheFirstThatIsNamed() {
        Path named = directory.resolve("named");
        assertThat(Place.find(Map.of("PLUMB_CACHE", named + "", "XDG_CACHE_HOME", "/x", "HOME", "/y"))
                        .root())
                .isEqualTo(named);
        assertThat(Place.find(Map.of("XDG_CACHE_HOME", directory + "", "HOME", "/y"))
                        .root())
                .isEqualTo(directory.resolve("plumbline"));
        assertThat(Place.find(Map.of("HOME", directory + "")).root()).isEqualTo(directory.resolve(".cache/plumbline"));
    }

    @Test
    void fallsBackToTemporaryFiles() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "plumbline-" + Launch.user());
        assertThat(Place.find(Map.of()).root()).isEqualTo(temporary);
        assertThat(Place.find(Map.of("HOME", file + "")).root()).isEqualTo(temporary);
    }

    @Test
    void saysThatTheNamedCacheCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> Place.find(Map.of("PLUMB_CACHE", file + "")));
        GoldenProblem.check(
                ProblemId.CACHE_UNWRITABLE, e.problem(), java.util.regex.Pattern.quote(file + ""), "<file>");
    }

    @Test
    void saysThatThePlatformIsUnsupported() throws Exception {
        Launch launch = Launch.candidates().getFirst();
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> Binaries.in(new Cache(directory), launch, "plan9-vax", 18, note -> {}));
        GoldenProblem.check(
                ProblemId.EMBEDDED_UNSUPPORTED_PLATFORM, e.problem(), "linux-\\S+|darwin-\\S+", "<platform>");
    }

    @Test
    void rootRunsServersAsNobodyWhereUnshareIsRefused() throws Exception {
        assumeTrue(Launch.user() == 0 && Launch.onPath("setpriv"), "only root stops being root");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Process owner = ServerHolder.process(closed, 1, "-Dplumb.shadow.root=setpriv", "-Djava.io.tmpdir=" + directory)
                .start();
        try (BufferedReader out = owner.inputReader()) {
            Path run = Path.of(out.readLine());
            assertThat(run).startsWith(directory.resolve("plumbline-0"));
            assertThat(Files.getAttribute(run.resolve("data"), "unix:uid")).isEqualTo(65534);
            List<String> server = List.of(
                    Runs.postmaster(run).orElseThrow().info().arguments().orElseThrow());
            assertThat(server).contains("listen_addresses=127.0.0.1");
            owner.getOutputStream().close();
            assertThat(owner.waitFor()).isZero();
        }
    }
}
