package dev.plumbline.migrate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What PgBouncer does in transaction mode, as far as two idle clients can tell: it answers the login itself, with a process id of
 * its own invention, and runs everything on one and the same server session. Speaks version 3 of the protocol.
 */
final class TransactionPooler implements AutoCloseable {
    private static final int INVENTED_PID = 42;

    private final ServerSocket listener;
    private final Socket server;
    private final DataInputStream fromServer;
    private final DataOutputStream toServer;
    private final byte[] greeting;

    TransactionPooler(int serverPort, String user, String password, String database) throws IOException {
        server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        fromServer = new DataInputStream(server.getInputStream());
        toServer = new DataOutputStream(server.getOutputStream());
        greeting = logIn(user, password, database);
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns what the server says of itself between the login and the first command, but for its process id. */
    private byte[] logIn(String user, String password, String database) throws IOException {
        byte[] parameters = ("user\0" + user + "\0database\0" + database + "\0client_encoding\0UTF8\0\0")
                .getBytes(StandardCharsets.UTF_8);
        toServer.writeInt(8 + parameters.length);
        toServer.writeInt(3 << 16);
        toServer.write(parameters);
        toServer.flush();
        ByteBuffer said = ByteBuffer.allocate(1 << 16);
        while (true) {
            byte type = fromServer.readByte();
            byte[] body = fromServer.readNBytes(fromServer.readInt() - 4);
            if (type == 'R' && ByteBuffer.wrap(body).getInt() == 3) {
                byte[] answer = (password + "\0").getBytes(StandardCharsets.UTF_8);
                toServer.writeByte('p');
                toServer.writeInt(4 + answer.length);
                toServer.write(answer);
                toServer.flush();
            } else if (type == 'S') {
                said.put(type).putInt(4 + body.length).put(body);
            } else if (type == 'E') {
                throw new IOException(new String(body, StandardCharsets.UTF_8));
            } else if (type == 'Z') {
                byte[] result = new byte[said.flip().remaining()];
                said.get(result);
                return result;
            }
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            start(() -> serve(client));
        }
    }

    /** What a thread does until its socket is closed by the other side or by {@link #close}. */
    private interface Talk {
        void run() throws IOException;
    }

    private static void start(Talk talk) {
        Thread.ofVirtual().start(() -> {
            try {
                talk.run();
            } catch (EOFException | SocketException e) {
                // The end of every conversation.
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            int length = in.readInt();
            int code = in.readInt();
            while (code != 3 << 16) {
                // A request for TLS or GSS encryption.
                out.writeByte('N');
                length = in.readInt();
                code = in.readInt();
            }
            in.skipNBytes(length - 8);
            out.write(ByteBuffer.allocate(9).put((byte) 'R').putInt(8).putInt(0).array());
            out.write(greeting);
            out.write(ByteBuffer.allocate(13)
                    .put((byte) 'K')
                    .putInt(12)
                    .putInt(INVENTED_PID)
                    .putInt(1)
                    .array());
            out.write(new byte[] {'Z', 0, 0, 0, 5, 'I'});
            out.flush();
            while (true) {
                byte type = in.readByte();
                int size = in.readInt();
                byte[] body = in.readNBytes(size - 4);
                if (type == 'X') {
                    return;
                }
                synchronized (server) {
                    toServer.writeByte(type);
                    toServer.writeInt(size);
                    toServer.write(body);
                    if (type == 'S' || type == 'Q') {
                        toServer.flush();
                        answer(out);
                    }
                }
            }
        }
    }

    private void answer(DataOutputStream out) throws IOException {
        byte type;
        do {
            type = fromServer.readByte();
            int size = fromServer.readInt();
            out.writeByte(type);
            out.writeInt(size);
            out.write(fromServer.readNBytes(size - 4));
        } while (type != 'Z');
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
