package dev.plumbline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.shadow.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The driver over a Unix socket, on a server that listens on one; and the socket alone, with a peer that does as it is told. */
@Tag("database")
class UnixSocketTest {
    private static Path directory;
    private static EmbeddedServer server;

    @BeforeAll
    static void start() throws IOException {
        // Not a @TempDir: the path of a socket has 107 bytes at most.
        directory = Files.createTempDirectory("plumb-socket");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        server = EmbeddedServer.start(
                EmbeddedServer.Options.throwaway().withSetting("unix_socket_directories", directory.toString()));
        Files.writeString(
                server.dataDirectory().resolve("pg_hba.conf"),
                "\nlocal all all scram-sha-256\n",
                StandardOpenOption.APPEND);
        server.restart();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        Files.delete(directory);
    }

    private static Database database(String more) {
        ConnectionSpec tcp = ConnectionSpec.parse(server.url("postgres"), Map.of());
        String url = "postgres://" + tcp.user() + ":" + tcp.password() + "@/postgres?host=" + directory + "&port="
                + server.port() + more;
        return new Database(
                ConnectionSpec.parse(url, Map.of()),
                "socket",
                Optional.empty(),
                Duration.ofMillis(400),
                Optional.empty());
    }

    @Test
    void queriesRunOverIt() throws SQLException {
        Database database = database("&sslmode=verify-full");
        assertThat(database.spec().display())
                .isEqualTo("postgres://plumb@/postgres?host=" + directory + "&port=" + server.port());
        try (Session session = database.open()) {
            assertThat(session.is("SELECT client_addr IS NULL FROM pg_stat_activity WHERE pid = pg_backend_pid()"))
                    .as("connected over a Unix socket")
                    .isTrue();
            assertThat(session.announcedPid()).isEqualTo(session.pid());
        }
    }

    @Test
    void muchGoesInAndOut() throws SQLException {
        byte[] row = ("x".repeat(997) + "ä\n").getBytes(StandardCharsets.UTF_8);
        byte[] rows = new byte[row.length * 40_000];
        for (int i = 0; i < rows.length; i += row.length) {
            System.arraycopy(row, 0, rows, i, row.length);
        }
        try (Session session = database("").open()) {
            session.execute("CREATE TEMPORARY TABLE t (x text)");
            assertThat(session.copyIn("COPY t FROM stdin", new ByteArrayInputStream(rows)))
                    .isEqualTo(40_000);
            assertThat(session.query("SELECT x FROM t", r -> r.getString(1)))
                    .hasSize(40_000)
                    .containsOnly("x".repeat(997) + "ä");
            // The server's error arrives while the client is still sending.
            assertThatThrownBy(() -> session.copyIn(
                            "COPY t FROM stdin WHERE CASE WHEN length(x) > 0 THEN 1 / 0 > 0 END",
                            new ByteArrayInputStream(rows)))
                    .hasMessageContaining("division by zero");
            assertThat(session.text("SELECT repeat('y', 30000000)").orElseThrow())
                    .hasSize(30_000_000);
        }
    }

    @Test
    void aStatementIsCancelled() throws Exception {
        try (Session session = database("").open();
                Session other = database("").open()) {
            CompletableFuture<SqlFailure> running = CompletableFuture.supplyAsync(() -> {
                SQLException e = catchThrowableOfType(SQLException.class, () -> session.execute("SELECT pg_sleep(60)"));
                return SqlFailure.of(e);
            });
            await(other, "SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = " + session.pid());
            session.cancel();
            assertThat(running.join().isCancelled()).isTrue();
            assertThat(session.text("SELECT 1")).contains("1");
        }
    }

    @Test
    void timeoutsOfTheServerArrive() throws SQLException {
        try (Session session = database("").open()) {
            session.execute("SET statement_timeout = 100");
            assertThat(failure(session, "SELECT pg_sleep(60)").isCancelled()).isTrue();
        }
    }

    @Test
    void whoStandsInTheWayIsSeen() throws Exception {
        try (Session holder = database("").open();
                Session session = database("").open()) {
            holder.execute("CREATE TABLE wanted (id int)");
            holder.execute("BEGIN; LOCK TABLE wanted");
            List<LockWatch.Waiting> seen = new CopyOnWriteArrayList<>();
            try (LockWatch watch = new LockWatch(database(""), session.pid(), seen::add)) {
                watch.begin();
                assertThat(failure(session, "SELECT * FROM wanted").isLockTrouble())
                        .isTrue();
                assertThat(watch.end()).extracting(LockWatch.Blocker::pid).containsExactly(holder.pid());
            }
            assertThat(seen).isNotEmpty();
        }
    }

    @Test
    void aSessionThatTheServerEndsIsLost() throws SQLException {
        try (Session session = database("").open();
                Session other = database("").open()) {
            other.is("SELECT pg_terminate_backend(?)", session.pid());
            assertThat(failure(session, "SELECT 1").isConnectionLost()).isTrue();
            assertThat(session.isClosed()).isTrue();
        }
    }

    @Test
    void aSocketThatIsNotThereIsNamed() {
        ConnectionSpec nowhere = ConnectionSpec.parse("postgres://me@/db?host=/no/such&port=7", Map.of());
        Database database = new Database(nowhere, "socket", Optional.empty(), Duration.ofSeconds(1), Optional.empty());
        ProblemException e = catchThrowableOfType(ProblemException.class, database::open);
        assertThat(e.problem().id()).isEqualTo(ProblemId.SERVER_UNREACHABLE);
        assertThat(e.problem().what()).isEqualTo("cannot reach the server: there is no socket /no/such/.s.PGSQL.7");
    }

    @Test
    void readsTimeOutAndLoseNothing() throws Exception {
        try (Peer peer = new Peer();
                UnixSocket socket = peer.socket()) {
            socket.setSoTimeout(50);
            assertThat(socket.getInputStream().available()).isZero();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            peer.send("ab");
            assertThat(socket.getInputStream().read()).isEqualTo('a');
            assertThat(socket.getInputStream().available()).isEqualTo(1);
            assertThat(socket.getInputStream().readNBytes(1)).containsExactly('b');
            peer.channel.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closingEndsTheWaitsOfOthers() throws Exception {
        try (Peer peer = new Peer()) {
            UnixSocket socket = peer.socket();
            AtomicReference<Throwable> reading = new AtomicReference<>();
            AtomicReference<Throwable> writing = new AtomicReference<>();
            Thread reader = Thread.ofPlatform()
                    .start(() -> run(reading, () -> socket.getInputStream().read()));
            // Nobody reads, so that this fills the way and waits.
            Thread writer = Thread.ofVirtual()
                    .start(() -> run(writing, () -> socket.getOutputStream().write(new byte[1 << 24])));
            while (reader.getState() != Thread.State.RUNNABLE && reader.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.sleep(50);
            socket.close();
            reader.join();
            writer.join();
            assertThat(reading.get()).isInstanceOf(SocketException.class).hasMessageStartingWith("Socket closed");
            assertThat(writing.get()).isInstanceOf(SocketException.class);
            assertThat(socket.isClosed()).isTrue();
            assertThat(peer.channel.read(ByteBuffer.allocate(1 << 25)))
                    .as("the peer sees the end")
                    .isGreaterThanOrEqualTo(-1);
        }
    }

    @Test
    void anInterruptDoesNotEndAWait() throws Exception {
        try (Peer peer = new Peer();
                UnixSocket socket = peer.socket()) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            AtomicReference<Throwable> failed = new AtomicReference<>();
            Thread reader = Thread.ofVirtual()
                    .start(() -> run(failed, () -> {
                        socket.getInputStream().read();
                        flag.complete(Thread.currentThread().isInterrupted());
                    }));
            reader.interrupt();
            Thread.sleep(20);
            peer.send("x");
            assertThat(flag.join()).as("the flag is kept").isTrue();
            assertThat(failed.get()).isNull();
        }
    }

    @Test
    void aServerThatTakesNobodyIsNotWaitedForForEver() throws Exception {
        Path path = directory.resolve("full");
        try (ServerSocketChannel full = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            full.bind(UnixDomainSocketAddress.of(path), 1);
            List<UnixSocket> queued = new CopyOnWriteArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            UnixSocket socket = new UnixSocket(path);
                            queued.add(socket);
                            socket.connect(UnixDomainSocketAddress.of(path), 100);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(queued.getLast().isClosed()).isTrue();
            for (UnixSocket socket : queued) {
                socket.close();
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static SqlFailure failure(Session session, String sql) {
        return SqlFailure.of(catchThrowableOfType(SQLException.class, () -> session.execute(sql)));
    }

    private static void await(Session session, String condition) throws SQLException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!session.is(condition)) {
            assertThat(System.nanoTime()).as(condition).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(AtomicReference<Throwable> failure, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            failure.set(e);
        }
    }

    /** The other end. */
    private static final class Peer implements AutoCloseable {
        private final Path path = directory.resolve("peer");
        private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final UnixSocket socket = new UnixSocket(path);
        private final SocketChannel channel;

        Peer() throws IOException {
            listener.bind(UnixDomainSocketAddress.of(path));
            socket.connect(UnixDomainSocketAddress.of(path), 1000);
            channel = listener.accept();
        }

        UnixSocket socket() {
            return socket;
        }

        void send(String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void close() throws IOException {
            channel.close();
            listener.close();
            Files.delete(path);
        }
    }
}
