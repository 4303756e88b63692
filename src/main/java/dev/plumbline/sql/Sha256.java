package dev.plumbline.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of bytes that come in dribbles: digesting them one by one is slow. */
final class Sha256 {
    private static final int BUFFER = 1 << 12;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void put(int lowByte) {
        if (used == BUFFER) {
            flush();
        }
        buffer[used++] = (byte) lowByte;
    }

    void put(byte[] bytes) {
        if (bytes.length > BUFFER - used) {
            flush();
        }
        if (bytes.length > BUFFER) {
            digest.update(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, used, bytes.length);
            used += bytes.length;
        }
    }

    /** The text in UTF-8. */
    void put(String text) {
        int length = text.length();
        // Most tokens are a few letters, for which an array each would be much.
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                put(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            put(c);
        }
    }

    /** The digest of what came since the last one. */
    byte[] digest() {
        flush();
        return digest.digest();
    }

    private void flush() {
        digest.update(buffer, 0, used);
        used = 0;
    }
}
