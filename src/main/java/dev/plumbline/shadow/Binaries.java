package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked into the cache.
 *
 * @param home    holds {@code bin}, {@code lib} and {@code share}
 * @param key     names this build: platform and content
 * @param version such as {@code 18.6}
 */
record Binaries(Path home, String key, String version) {
    private static final String VERSION = "VERSION";

    /** Archives on the class path that fit this machine: one for each PostgreSQL version that was put there. */
    static List<URL> onClassPath(String platform) throws IOException {
        List<URL> found = new ArrayList<>();
        ClassLoader loader = Binaries.class.getClassLoader();
        if (loader != null) {
            found.addAll(Collections.list(loader.getResources("postgres-" + platform + ".txz")));
        }
        return found;
    }

    /** The first archive for {@code platform} on the class path, unpacked unless a former start has done so. */
    static Binaries in(Cache cache, Launch launch, String platform) throws IOException {
        List<URL> archives = onClassPath(platform);
        if (archives.isEmpty()) {
            throw Problem.of(
                            ProblemId.EMBEDDED_UNSUPPORTED_PLATFORM,
                            "there is no embedded PostgreSQL for " + platform + " on the class path")
                    .remedy("use --url postgres://… with a PostgreSQL server of your own")
                    .exception();
        }
        URL archive = archives.getFirst();
        String key = platform + "-" + fingerprint(archive);
        Path home = cache.once("binaries/" + key, directory -> {
            try (InputStream packed = archive.openStream();
                    InputStream tar = new XZInputStream(packed)) {
                Tar.unpack(tar, directory);
            }
            Files.writeString(directory.resolve(VERSION), askVersion(directory, launch));
        });
        return new Binaries(home, key, Files.readString(home.resolve(VERSION)));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    int major() {
        return Integer.parseInt(version.split("\\.", 2)[0]);
    }

    /** As the archives are named: {@code linux-x86_64}, {@code darwin-arm_64}. */
    static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
        return system + "-"
                + switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> architecture;
                };
    }

    /** What a jar's own index says about the content: reading 15 MB for a better hash would cost more than the start. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return "%08x".formatted(jar.getJarEntry().getCrc());
        }
        return "%x-%x".formatted(connection.getContentLengthLong(), connection.getLastModified());
    }

    private static String askVersion(Path home, Launch launch) throws IOException {
        Process process = launch.process(
                        List.of(home.resolve("bin").resolve("postgres").toString(), "--version"))
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // "postgres (PostgreSQL) 18.6", where a vendor may append a word of its own.
        String mark = "(PostgreSQL) ";
        if (Launch.exitCode(process) != 0 || !answer.contains(mark)) {
            throw Problem.of(
                            ProblemId.EMBEDDED_START_FAILED, "the embedded PostgreSQL cannot be run: " + answer.strip())
                    .at(home.toString())
                    .remedy("use --url postgres://… with a PostgreSQL server of your own")
                    .exception();
        }
        return answer.substring(answer.indexOf(mark) + mark.length()).strip().split("\\s", 2)[0];
    }
}
