package dev.plumbline.sql;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes the bytes of a file, strictly: a wrong character in a migration would be stored for ever. */
final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    static String decode(String file, byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw problem(
                            file,
                            "the file is UTF-16, not UTF-8: it starts with a UTF-16 byte order mark",
                            bytes,
                            0,
                            "UTF-16")
                    .exception();
        }
        // The JDK decodes ASCII without widening it; only where something was replaced is the slow, exact
        // decoder needed.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw nul(file, bytes).exception();
        }
        if (text.indexOf('\uFFFD') >= 0) {
            refuseMalformed(file, bytes);
        }
        return withoutByteOrderMark(text);
    }

    static String withoutByteOrderMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static void refuseMalformed(String file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            int at = in.position();
            String what = "the file is not UTF-8: byte 0x%02X at offset %d (line %d) fits no character"
                    .formatted(bytes[at] & 0xFF, at, line(bytes, at));
            throw problem(file, what, bytes, at, "WINDOWS-1252").exception();
        }
    }

    private static Problem nul(String file, byte[] bytes) {
        int at = 0;
        while (bytes[at] != 0) {
            at++;
        }
        String what = "the file is not text: a NUL byte at offset %d (line %d)".formatted(at, line(bytes, at));
        boolean utf16 = at <= 1 && bytes.length > 1 && (bytes[1 - at] != 0);
        if (utf16) {
            return problem(file, what + "; it looks like UTF-16", bytes, at, at == 1 ? "UTF-16LE" : "UTF-16BE");
        }
        return Problem.of(ProblemId.NOT_UTF8, what)
                .at(place(file, bytes, at))
                .state("nothing was run")
                .remedy("remove the NUL bytes; PostgreSQL stores none in text");
    }

    private static Problem problem(String file, String what, byte[] bytes, int at, String charset) {
        return Problem.of(ProblemId.NOT_UTF8, what)
                .at(place(file, bytes, at))
                .state("nothing was run")
                .remedy("iconv -f %s -t UTF-8 '%s' > '%s.utf8', then look it through and put it in place"
                        .formatted(charset, file, file));
    }

    private static String place(String file, byte[] bytes, int at) {
        return file + ":" + line(bytes, at);
    }

    private static int line(byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n')) {
                line++;
            }
        }
        return line;
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }
}
