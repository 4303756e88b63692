package dev.plumbline.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket as the driver's blocking {@link Socket}. The JDK has such sockets as channels only (JEP 380), and those have no
 * read timeout; so the channel does not block, and a selector for each direction waits in its place.
 *
 * <p>As with the JDK's own sockets, one thread may read while another writes and a third one closes, which ends the waits of both,
 * and an interrupt changes nothing but the thread's flag.
 */
final class UnixSocket extends Socket {
    private static final int BUFFER = 1 << 14;

    private final Path path;
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();
    private volatile int timeout;
    private volatile boolean closed;

    /** A socket that is not connected yet. */
    UnixSocket(Path path) throws SocketException {
        // Without an implementation there is no file descriptor to leak; whatever would use it is overridden.
        super((@Nullable SocketImpl) null);
        this.path = path;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            readable = Selector.open();
            writable = Selector.open();
        } catch (IOException e) {
            throw failure("cannot make a Unix socket", e);
        }
    }

    private static SocketException failure(String what, Exception cause) {
        SocketException failure = new SocketException(what + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        connect(ignored, 0);
    }

    /** Connects to the path, whatever the address is. A server whose queue is full lets one wait, for {@code millis} at most. */
    @Override
    public void connect(SocketAddress ignored, int millis) throws IOException {
        // Not without blocking: with a full queue that fails at once (EAGAIN), and nothing tells when to try again.
        FutureTask<Boolean> connecting = new FutureTask<>(() -> channel.connect(UnixDomainSocketAddress.of(path)));
        Thread.ofPlatform().daemon().name("unix-connect").start(connecting);
        try {
            await(connecting, millis);
            channel.configureBlocking(false);
            channel.register(readable, SelectionKey.OP_READ);
            channel.register(writable, SelectionKey.OP_WRITE);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static void await(FutureTask<Boolean> connecting, int millis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis == 0 ? Integer.MAX_VALUE : millis);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    connecting.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            throw (SocketTimeoutException) new SocketTimeoutException("connect timed out").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the channel is ready, or has been closed. */
    private void await(Selector selector, long millis) throws IOException {
        boolean interrupted = false;
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (true) {
                refuseClosed();
                long left = millis == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
                if (selector.select(left) > 0) {
                    selector.selectedKeys().clear();
                    return;
                }
                // An interrupt ends a wait at once, and would end each of the next ones.
                interrupted |= Thread.interrupted();
                if (millis > 0 && System.nanoTime() - end >= 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
            }
        } catch (ClosedSelectorException e) {
            throw failure("Socket closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refuseClosed() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    private final class Input extends InputStream {
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

        /** Reads what is there without waiting; -1 at the end of the stream. */
        private int fill() throws IOException {
            refuseClosed();
            buffer.clear();
            try {
                return channel.read(buffer);
            } catch (ClosedChannelException e) {
                throw failure("Socket closed", e);
            } finally {
                buffer.flip();
            }
        }

        @Override
        public int available() throws IOException {
            if (!buffer.hasRemaining()) {
                fill();
            }
            return buffer.remaining();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!buffer.hasRemaining()) {
                int count = fill();
                if (count < 0) {
                    return -1;
                }
                if (count == 0) {
                    await(readable, timeout);
                }
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(into, offset, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            UnixSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
            while (bytes.hasRemaining()) {
                refuseClosed();
                try {
                    if (channel.write(bytes) == 0) {
                        await(writable, 0);
                    }
                } catch (ClosedChannelException e) {
                    throw failure("Socket closed", e);
                }
            }
        }

        @Override
        public void close() throws IOException {
            UnixSocket.this.close();
        }
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            channel.close();
        } finally {
            // A channel that is registered is only closed when its selectors let go of it; this also wakes who waits.
            readable.close();
            writable.close();
        }
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isBound() {
        return channel.isConnected();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, size);
        } catch (IOException e) {
            throw failure("SO_SNDBUF", e);
        }
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        try {
            return channel.getOption(StandardSocketOptions.SO_SNDBUF);
        } catch (IOException e) {
            throw failure("SO_SNDBUF", e);
        }
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, size);
        } catch (IOException e) {
            throw failure("SO_RCVBUF", e);
        }
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        try {
            return channel.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException e) {
            throw failure("SO_RCVBUF", e);
        }
    }

    // What only TCP has, and the driver asks of each socket.

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return false;
    }

    @Override
    public String toString() {
        return "UnixSocket[" + path + "]";
    }
}
