package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Gets the jar of a {@link Release}: from Maven's repository on this machine, or else from one on the network. Whatever comes
 * is held to the checksum written down here, so that no repository needs to be trusted. Neither a server that is silent nor one
 * that is slow is waited for without bound.
 */
final class Archive {
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int BUFFER = 1 << 16;

    private final Release release;
    private final String platform;
    private final String checksum;
    private final Repositories repositories;
    private final Duration silence;

    Archive(Release release, String platform, String checksum, Repositories repositories) {
        this(release, platform, checksum, repositories, SILENCE);
    }

    /** {@code silence} is how long to wait for a connection, and for the next byte. */
    Archive(Release release, String platform, String checksum, Repositories repositories, Duration silence) {
        this.release = release;
        this.platform = platform;
        this.checksum = checksum;
        this.repositories = repositories;
        this.silence = silence;
    }

    /**
     * The jar.
     *
     * @param directory where a downloaded one is put; the caller deletes it
     * @param notes     told before a download
     * @throws ProblemException {@code shadow-version-unavailable}
     */
    Path get(Path directory, Consumer<String> notes) throws IOException {
        Path known = repositories.local().resolve(release.path(platform));
        if (Files.isReadable(known) && checksum(known).equals(checksum)) {
            return known;
        }
        String address = repositories.remote() + "/" + release.path(platform);
        notes.accept(
                "fetching PostgreSQL " + release.name() + " for the shadow, once, from " + withoutPassword(address));
        Path jar = directory.resolve("download.jar");
        try {
            download(address, jar);
        } catch (IOException e) {
            throw unavailable(address, reason(e)).exception(e);
        }
        if (!checksum(jar).equals(checksum)) {
            throw unavailable(address, "what was served is not the published file (its SHA-256 differs)")
                    .exception();
        }
        return jar;
    }

    private void download(String address, Path jar) throws IOException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        URLConnection connection;
        try {
            connection = URI.create(address).toURL().openConnection();
        } catch (IllegalArgumentException e) {
            throw new IOException("the address cannot be read", e);
        }
        connection.setConnectTimeout((int) silence.toMillis());
        connection.setReadTimeout((int) silence.toMillis());
        connection.setRequestProperty("User-Agent", "plumbline");
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = connection.getInputStream();
                OutputStream out = Files.newOutputStream(jar)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("it was not complete after " + LONGEST.toMinutes() + " minutes");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("this program was interrupted");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private String reason(IOException e) {
        return switch (e) {
            case UnknownHostException host -> "the host name " + host.getMessage() + " is not known";
            case SocketTimeoutException _ -> "no answer within " + silence.toSeconds() + " s";
            case java.io.FileNotFoundException _ -> "it is not there";
            default -> String.valueOf(e.getMessage());
        };
    }

    private Problem unavailable(String address, String why) {
        return Problem.of(
                        ProblemId.SHADOW_VERSION_UNAVAILABLE,
                        "the shadow needs PostgreSQL " + release.name()
                                + ", which is not on this machine yet and could not be fetched: " + why)
                .at(withoutPassword(address))
                .state("nothing was run")
                .remedy(
                        "where Maven can reach a repository: mvn dependency:get -Dtransitive=false -Dartifact="
                                + release.coordinates(platform) + "; then the same command again",
                        "or name a mirror of Maven Central: export " + Repositories.VARIABLE + "=https://…",
                        "or use a PostgreSQL " + release.major() + " of your own: shadow: {url: postgres://…} in"
                                + " plumb.yml");
    }

    private static String withoutPassword(String address) {
        return address.replaceFirst("//[^/@]*@", "//");
    }

    private static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
