package dev.plumbline.sql;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The lines that follow {@code COPY … FROM stdin}, each ended by LF, without the closing {@code \.}. They stay in the file's text
 * and are handed out piece by piece.
 */
public final class CopyRows {
    private static final int PIECE = 1 << 16;

    private final String text;
    private final int start;
    private final int end;
    private final String newline;

    /**
     * The lines of a text between two offsets.
     *
     * @param newline what ends a line in the text
     */
    CopyRows(String text, int start, int end, String newline) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.newline = newline;
    }

    /** In UTF-8. */
    public InputStream bytes() {
        return new Bytes();
    }

    /** All of them as one text. */
    public String text() {
        StringBuilder all = new StringBuilder(end - start + 1);
        pieces(all::append);
        return all.toString();
    }

    CopyRows masked(SecretRanges secrets) {
        if (secrets == SecretRanges.NONE) {
            return this;
        }
        String masked = secrets.mask(text.substring(start, end), start, (from, to) -> false);
        return new CopyRows(masked, 0, masked.length(), newline);
    }

    /** Gives the lines out in pieces, none of which ends within a character or a line end. */
    void pieces(Consumer<String> consumer) {
        int next = start;
        while (next < end) {
            int stop = stop(next);
            consumer.accept(piece(next, stop));
            next = stop;
        }
    }

    private int stop(int from) {
        int to = (int) Math.min(end, (long) from + PIECE);
        if (to == end) {
            return end;
        }
        char last = text.charAt(to - 1);
        return last == '\r' || Character.isHighSurrogate(last) ? to + 1 : to;
    }

    private String piece(int from, int to) {
        String piece = text.substring(from, to);
        // A checkout with Windows line ends must not store carriage returns that one without them does not.
        String lines = newline.equals("\n") ? piece : piece.replace(newline, "\n");
        return to == end && !lines.endsWith("\n") ? lines + "\n" : lines;
    }

    private final class Bytes extends InputStream {
        private int next = start;
        private byte[] piece = new byte[0];
        private int taken;

        @Override
        public int read() {
            return fill() ? piece[taken++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, piece.length - taken);
            System.arraycopy(piece, taken, into, offset, count);
            taken += count;
            return count;
        }

        private boolean fill() {
            if (taken < piece.length) {
                return true;
            }
            if (next == end) {
                return false;
            }
            int stop = stop(next);
            piece = piece(next, stop).getBytes(StandardCharsets.UTF_8);
            next = stop;
            taken = 0;
            return true;
        }
    }
}
