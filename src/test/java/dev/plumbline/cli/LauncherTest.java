package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts that find a JDK, build and start the command. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path home;

    private String printed = "";

    private int plumb() throws IOException, InterruptedException {
        Files.copy(Path.of("plumb"), home.resolve("plumb"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Path scripts = Files.createDirectories(home.resolve("scripts"));
        try (Stream<Path> files = Files.list(Path.of("scripts"))) {
            for (Path file : files.toList()) {
                Files.copy(file, scripts.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        ProcessBuilder start =
                new ProcessBuilder(List.of(home.resolve("plumb").toString(), "--version")).redirectErrorStream(true);
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = start.start();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    @Test
    void saysThatItCannotBeBuiltWhereItCannotWrite() throws Exception {
        // Whoever runs the tests may be allowed to write to any directory, but not to a file as if it were one.
        Files.createFile(home.resolve("target"));
        assertThat(plumb()).isEqualTo(3);
        assertThat(printed.lines())
                .singleElement()
                .asString()
                .startsWith("plumb: cannot write to ")
                .contains("target");
    }

    @Test
    void saysThatTheLockOfTheBuildCannotBeMade() throws Exception {
        Files.createDirectory(home.resolve("target"));
        Files.createFile(home.resolve("target/build.lock"));
        assertThat(plumb()).isEqualTo(3);
        assertThat(printed).contains("plumb: cannot write to ");
    }

    @Test
    void saysThatItIsNowhere() throws Exception {
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" --version",
                        Path.of("plumb").toAbsolutePath().toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(2);
        assertThat(printed).endsWith("plumb: the working directory is not there any more: cd to another one\n");
    }

    @Test
    void startsWhatWasBuilt() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.createDirectory(home.resolve("target"));
        Files.createDirectories(home.resolve("src/main"));
        int exit = plumb();
        assertThat(exit)
                .as("nothing was built yet, and there is no Maven wrapper here")
                .isEqualTo(3);
        Path real = home.toRealPath();
        Files.writeString(
                home.resolve("target/plumb.ready"),
                "PLUMB_JAVA='" + java + "'\nPLUMB_HOME='" + real + "'\nPLUMB_CLASSPATH='"
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        + "'\n");
        Process process = new ProcessBuilder(home.resolve("plumb").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("plumb development\n");
        assertThat(process.waitFor()).isZero();
    }
}
