package dev.plumbline.shadow;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of one's own, listening on 127.0.0.1 and on no Unix socket unless told to, gone without a trace when it is
 * closed or when this process ends in any way. Its superuser is {@code plumb}. Thread-safe.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final int PORT_ATTEMPTS = 10;
    private static final String AUTO_CONF = "postgresql.auto.conf";

    private final Home home;
    private final Installation installation;
    private final Options options;
    private final Path run;
    private int port;
    private @Nullable Guard guard;

    /**
     * How a server runs.
     *
     * @param major    PostgreSQL's major version, one of {@link #majors}
     * @param settings configuration parameters by name, as in {@code postgresql.conf}
     * @param durable  whether committed work survives a crash of the machine
     */
    public record Options(int major, Map<String, String> settings, boolean durable) {
        private static final Set<String> FIXED =
                Set.of("port", "listen_addresses", "data_directory", "hba_file", "logging_collector");

        public Options {
            if (!majors().contains(major)) {
                throw new IllegalArgumentException("there is no embedded PostgreSQL " + major);
            }
            settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
            for (String name : settings.keySet()) {
                if (FIXED.contains(name)) {
                    throw new IllegalArgumentException(name + " is not for callers to set");
                }
            }
        }

        /** Fastest: nothing waits for the disk. A crash of the server alone loses nothing that was committed. */
        public static Options throwaway() {
            return new Options(Release.newest().major(), Map.of(), false);
        }

        /** Writes as a production server does, for measuring. */
        public static Options durableServer() {
            return new Options(Release.newest().major(), Map.of(), true);
        }

        public Options withSetting(String name, String value) {
            Map<String, String> more = new TreeMap<>(settings);
            more.put(name, value);
            return new Options(major, more, durable);
        }

        public Options withMajor(int version) {
            return new Options(version, settings, durable);
        }
    }

    private EmbeddedServer(Home home, Installation installation, Options options, Path run) {
        this.home = home;
        this.installation = installation;
        this.options = options;
        this.run = run;
    }

    /** The major versions there are, oldest first. */
    public static List<Integer> majors() {
        return Release.ALL.stream().map(Release::major).toList();
    }

    /**
     * Starts a server with empty databases {@code postgres} and {@code template1}, and returns when it accepts connections. The
     * first start on a machine takes some seconds to unpack PostgreSQL.
     *
     * @throws ProblemException with {@code embedded-start-failed}, {@code embedded-unsupported-platform},
     *     {@code shadow-version-unavailable} or {@code cache-unwritable}
     */
    public static EmbeddedServer start(Options options) {
        return start(options, note -> {});
    }

    /** Like {@link #start(Options)}; {@code notes} hear of what takes long. */
    public static EmbeddedServer start(Options options, Consumer<String> notes) {
        Home home = Home.shared();
        Installation installation = home.installation(options.major(), notes);
        return start(
                home,
                installation,
                options,
                run -> Copy.of(installation.template().data(), run));
    }

    /** Puts a data directory into a new server's directory. */
    interface Fill {
        void into(Path run) throws IOException;
    }

    /** Starts a server on the data directory that {@code fill} puts there. */
    static EmbeddedServer start(Home home, Installation installation, Options options, Fill fill) {
        EmbeddedServer server = null;
        try {
            server = new EmbeddedServer(home, installation, options, home.runs().next(home.launch()));
            fill.into(server.run);
            server.launchOnFreePort();
            return server;
        } catch (IOException e) {
            ProblemException problem =
                    Place.unwritable(home.runs().directory(), e).exception(e);
            discardAfter(problem, server);
            throw problem;
        } catch (RuntimeException e) {
            discardAfter(e, server);
            throw e;
        }
    }

    public synchronized int port() {
        return port;
    }

    /** {@code postgres://plumb:PASSWORD@127.0.0.1:PORT/DATABASE}. */
    public synchronized String url(String database) {
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "postgres://%s:%s@127.0.0.1:%d/%s"
                .formatted(Template.SUPERUSER, installation.template().password(), port, name);
    }

    public Path dataDirectory() {
        return run.resolve("data");
    }

    /** Such as {@code 18.6}. */
    public String version() {
        return installation.binaries().version();
    }

    /** Crashes the server, if it runs, and starts it again on the same port with the same data. */
    public synchronized void restart() {
        stop();
        startAgain();
    }

    /** Shuts the server down, lets {@code use} have its data directory, and starts it again on the same port. */
    synchronized void atRest(Fill use) throws IOException {
        try {
            finish(use);
        } finally {
            startAgain();
        }
    }

    /** Shuts the server down and lets {@code use} have its data directory, unless the server did not end well. */
    synchronized void finish(Fill use) throws IOException {
        boolean whole = guard != null && guard.finish();
        guard = null;
        // ALTER SYSTEM of a script must not keep the server from starting.
        Files.copy(
                installation.template().data().resolve(AUTO_CONF),
                dataDirectory().resolve(AUTO_CONF),
                StandardCopyOption.REPLACE_EXISTING);
        if (whole) {
            use.into(dataDirectory());
        }
    }

    private void startAgain() {
        if (!Files.isDirectory(run)) {
            throw new IllegalStateException("the server was closed");
        }
        try {
            if (!launchOn(port)) {
                throw noPort("port " + port + " was taken meanwhile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Crashes the server and keeps its data for {@link #restart()}. */
    public synchronized void stop() {
        try {
            if (guard != null) {
                guard.crash();
                guard = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server and deletes its data. */
    @Override
    public synchronized void close() {
        try {
            if (guard != null) {
                guard.discard();
                guard = null;
            }
            Cache.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void launchOnFreePort() throws IOException {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            // Below the range that systems take for outgoing connections: those would also take it during a restart.
            int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            if (free(candidate) && launchOn(candidate)) {
                return;
            }
        }
        throw noPort("no free port was found");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean launchOn(int candidate) throws IOException {
        Optional<Guard> started = Attempt.start(run, home.launch().command(command(candidate)));
        guard = started.orElse(null);
        port = candidate;
        return started.isPresent();
    }

    private static ProblemException noPort(String why) {
        return Problem.of(ProblemId.EMBEDDED_START_FAILED, "the embedded PostgreSQL did not start: " + why)
                .exception();
    }

    private List<String> command(int candidate) {
        Map<String, String> all = new TreeMap<>();
        all.put("shared_buffers", "32MB");
        // The template was made with tiny ones, to be small.
        all.put("min_wal_size", "80MB");
        all.put("max_wal_size", "1GB");
        // initdb would take the machine's.
        all.put("TimeZone", "UTC");
        all.put("log_timezone", "UTC");
        if (!options.durable) {
            all.put("fsync", "off");
            all.put("full_page_writes", "off");
        }
        all.put("unix_socket_directories", "");
        all.putAll(options.settings);
        all.put("port", Integer.toString(candidate));
        all.put("listen_addresses", "127.0.0.1");
        all.put("logging_collector", "off");
        List<String> command = new ArrayList<>(List.of(
                installation.binaries().program("postgres").toString(),
                "-D",
                dataDirectory().toString()));
        all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** Where it keeps all that it writes. */
    public Path keptIn() {
        return run;
    }

    /** Why it went down, as its log says; empty where that says nothing of it. */
    public Optional<String> lastWords() {
        try {
            return Log.lastWords(run.resolve("log"));
        } catch (IOException e) {
            // The log is gone, too, or cannot be read: nobody knows.
            return Optional.empty();
        }
    }

    private static void discardAfter(Exception failure, @Nullable EmbeddedServer server) {
        try {
            Optional.ofNullable(server).ifPresent(EmbeddedServer::close);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
