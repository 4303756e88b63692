package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
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
    private static final int KEY_DIGITS = 12;

    /**
     * Those of a major version: the newest comes with the build, the others are fetched when they are first wanted. Unpacked
     * unless a former start has done so.
     *
     * @throws ProblemException {@code shadow-version-unavailable} or {@code embedded-unsupported-platform}
     */
    static Binaries in(Cache cache, Launch launch, String platform, int major, Consumer<String> notes)
            throws IOException {
        List<URL> archives = onClassPath(platform);
        if (major == Release.newest().major() && !archives.isEmpty()) {
            return onClassPath(cache, launch, platform, archives.getFirst());
        }
        Release release = Release.of(major)
                .orElseThrow(() -> new IllegalArgumentException("there are no binaries of PostgreSQL " + major));
        Optional<String> checksum = release.checksum(platform);
        if (checksum.isEmpty()) {
            throw Problem.of(ProblemId.EMBEDDED_UNSUPPORTED_PLATFORM, "there is no embedded PostgreSQL for " + platform)
                    .remedy("use --url postgres://… with a PostgreSQL server of your own")
                    .exception();
        }
        String key = platform + "-" + release.version() + "-" + checksum.get().substring(0, KEY_DIGITS);
        Path home = cache.once("binaries/" + key, "fetch-" + major, directory -> {
            Archive archive = new Archive(release, platform, checksum.get(), Repositories.of(System.getenv()));
            Path jar = archive.get(directory, notes);
            try (ZipFile zip = new ZipFile(jar.toFile());
                    InputStream packed = zip.getInputStream(zip.getEntry(fileName(platform)))) {
                unpack(packed, directory, launch);
            }
            Files.deleteIfExists(directory.resolve(jar.getFileName()));
        });
        return new Binaries(home, key, Files.readString(home.resolve(VERSION)));
    }

    private static Binaries onClassPath(Cache cache, Launch launch, String platform, URL archive) throws IOException {
        String key = platform + "-" + fingerprint(archive);
        Path home = cache.once("binaries/" + key, Place.LOCK, directory -> {
            try (InputStream packed = archive.openStream()) {
                unpack(packed, directory, launch);
            }
        });
        return new Binaries(home, key, Files.readString(home.resolve(VERSION)));
    }

    private static List<URL> onClassPath(String platform) throws IOException {
        ClassLoader loader = Binaries.class.getClassLoader();
        return loader == null ? List.of() : Collections.list(loader.getResources(fileName(platform)));
    }

    private static String fileName(String platform) {
        return "postgres-" + platform + ".txz";
    }

    private static void unpack(InputStream packed, Path directory, Launch launch) throws IOException {
        try (InputStream tar = new XZInputStream(packed)) {
            Tar.unpack(tar, directory);
        }
        Files.writeString(directory.resolve(VERSION), askVersion(directory, launch));
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
