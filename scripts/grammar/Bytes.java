import java.io.ByteArrayOutputStream;

/** Numbers and bytes of the WebAssembly binary format (core specification 2.0, 5.2). */
final class Bytes {
    private final byte[] all;
    private final int end;
    private int at;

    Bytes(byte[] all, int from, int end) {
        this.all = all;
        this.at = from;
        this.end = end;
    }

    boolean more() {
        return at < end;
    }

    int at() {
        return at;
    }

    int one() {
        return all[at++] & 0xFF;
    }

    int peek() {
        return all[at] & 0xFF;
    }

    void skip(int count) {
        at += count;
    }

    /** An unsigned LEB128 number of at most 32 bits. */
    int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = one();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    /** Passes over a LEB128 number of whatever size. */
    void skipNumber() {
        while (one() >= 0x80) {
            // Its last byte is the one without the high bit.
        }
    }

    byte[] copy(int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(all, from, part, 0, part.length);
        return part;
    }

    static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** As the operand of {@code i32.const}. */
    static void signed(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest < -64 || rest > 63) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest & 0x7F);
    }
}
