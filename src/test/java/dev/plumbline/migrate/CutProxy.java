package dev.plumbline.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and a server and cuts one connection at a chosen message; later connections pass. A message is
 * recognised by the bytes that arrive in one piece, which is how the driver sends it.
 */
final class CutProxy implements AutoCloseable {
    /** Where the connection breaks, seen from the message that is waited for. */
    enum Cut {
        /** The server never gets it. */
        BEFORE_IT,
        /** The server gets it, and the client no answer. */
        AFTER_IT,
        /** The server has answered it; the answer is lost. */
        AFTER_ITS_ANSWER,
        /** The client loses the connection, and the server does not notice. */
        ONE_SIDED,
        /** The server never gets it, and later connections are taken and never answered. */
        FOR_EVER
    }

    /** Cuts at the first message with {@code text} that comes after one with {@code marker}. */
    record Plan(String marker, String text, Cut cut) {}

    /** How a request to cancel begins (PostgreSQL 18 manual, 54.7): its length, and a code. */
    private static final String CANCEL = "\0\0\0\20\4\u00d2\26.";

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> oneSided = new CopyOnWriteArrayList<>();
    private volatile Optional<Plan> plan = Optional.empty();
    private volatile boolean silent;
    private volatile boolean swallowsCancels;

    CutProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    void arm(String marker, String text, Cut cut) {
        plan = Optional.of(new Plan(marker, text, cut));
    }

    /** From now on no request to cancel arrives. */
    void swallowCancels() {
        swallowsCancels = true;
    }

    /** The same URL by way of this proxy. */
    String url(String direct) {
        return direct.replace(":" + target + "/", ":" + listening.getLocalPort() + "/");
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (silent) {
                    oneSided.add(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Link link = new Link(client, server);
                Thread.ofVirtual().start(link::up);
                Thread.ofVirtual().start(link::down);
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private boolean marked;
        private volatile boolean answerIsLost;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void up() {
            relay(client, server, true);
        }

        private void down() {
            relay(server, client, false);
        }

        private void relay(Socket from, Socket to, boolean fromClient) {
            byte[] buffer = new byte[65_536];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (fromClient) {
                        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                        if (!passes(text, buffer, length, out)) {
                            return;
                        }
                    } else if (answerIsLost) {
                        return;
                    }
                    out.write(buffer, 0, length);
                    out.flush();
                }
            } catch (SocketException e) {
                // The other direction has closed both: that is how a cut shows here.
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                end();
            }
        }

        private void end() {
            try {
                client.close();
                if (!oneSided.contains(server)) {
                    server.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Whether the piece is to be forwarded and the connection kept. */
        private boolean passes(String text, byte[] buffer, int length, OutputStream out) throws IOException {
            if (swallowsCancels && text.startsWith(CANCEL)) {
                return false;
            }
            if (plan.isEmpty()) {
                return true;
            }
            Plan now = plan.get();
            boolean reached = marked && text.contains(now.text());
            marked |= text.contains(now.marker());
            if (!reached) {
                return true;
            }
            plan = Optional.empty();
            switch (now.cut()) {
                case BEFORE_IT -> {
                    return false;
                }
                case FOR_EVER -> {
                    silent = true;
                    return false;
                }
                case AFTER_IT -> {
                    out.write(buffer, 0, length);
                    out.flush();
                    return false;
                }
                case ONE_SIDED -> {
                    out.write(buffer, 0, length);
                    out.flush();
                    oneSided.add(server);
                    client.close();
                }
                case AFTER_ITS_ANSWER -> answerIsLost = true;
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : oneSided) {
            socket.close();
        }
    }
}
