package dev.plumbline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random bytes, and real files with random changes. */
public final class FuzzBytes {
    private static final String[] PIECES = {
        "'",
        "\"",
        "$",
        "$$",
        "$a$",
        "\\",
        "\\.",
        "\n",
        "\r\n",
        "\r",
        ";",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "--",
        "/*",
        "*/",
        "E'",
        "U&'",
        "U&\"",
        "${",
        "${x}",
        "COPY t FROM stdin;\n",
        "\n\\.\n",
        "BEGIN ATOMIC",
        "BEGIN ATOMIC ",
        "END;",
        "CREATE FUNCTION",
        "CREATE FUNCTION f() ",
        "CASE ",
        "\\x ",
        "\\\\",
        "\\connect x\n",
        "\\i y.sql\n",
        "`",
        "1e+",
        "..",
        ":=",
        "\uD83D\uDE00",
        "-- plumb:",
        "-- plumb:no-transaction\n",
        "-- plumb:lock_timeout 1s\n",
        "\u0000",
        "\uFEFF",
        "\u2028",
        "\t",
        ": ",
        "- ",
        "&a ",
        "*a ",
        "!!str ",
        "| \n",
        "---\n",
        "? ",
        "<<: *a\n",
        "url: ",
        "migrations: ",
        "lock_timeout: ",
        "shadow:\n  ",
        "statement_timeout: 99999999999999999999\n",
        "placeholders:\n  x: ",
        "BEGIN;",
        "COMMIT;",
        "ROLLBACK;",
        "CREATE INDEX CONCURRENTLY i ON t (x);",
        "-- migrate:down\n",
        "-- +goose StatementBegin\n",
        "DROP TABLE t;",
        "CREATE TABLE t (id int);",
        "SELECT 1;",
        "VACUUM;"
    };

    private final List<byte[]> files;
    private final int doublings;

    private FuzzBytes(List<byte[]> files, int doublings) {
        this.files = files;
        this.doublings = doublings;
    }

    /** With these texts to begin with, and short repetitions: for hundreds of thousands of inputs in seconds. */
    public static FuzzBytes of(String... texts) {
        return new FuzzBytes(
                Stream.of(texts)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                4);
    }

    /** With the project's own test inputs and examples to begin with. */
    public static FuzzBytes ofProject() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String root : List.of("src/test/resources", "examples")) {
            try (Stream<Path> all = Files.walk(Path.of(root))) {
                // Sorted: a seed stands for the same file everywhere.
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    files.add(Files.readAllBytes(file));
                }
            }
        }
        return new FuzzBytes(files, 14);
    }

    /** Of some kilobytes at most, but for repetitions, which find what nests too deep or takes the square of the length. */
    public byte[] next(Random random) {
        byte[] bytes;
        if (random.nextInt(8) == 0) {
            bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
        } else {
            bytes = excerpt(random, 4000);
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            bytes = changed(random, bytes);
        }
        return bytes;
    }

    public String text(Random random) {
        return new String(next(random), StandardCharsets.UTF_8);
    }

    private byte[] excerpt(Random random, int most) {
        byte[] file = files.get(random.nextInt(files.size()));
        int from = random.nextBoolean() ? 0 : random.nextInt(file.length + 1);
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + random.nextInt(most)));
    }

    private byte[] changed(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(40));
        byte[] part = Arrays.copyOfRange(bytes, at, end);
        return switch (random.nextInt(8)) {
            case 0 -> spliced(bytes, at, end, new byte[0]);
            case 1 -> spliced(bytes, at, at, part);
            case 2 -> spliced(bytes, at, at, excerpt(random, 300));
            case 3 -> spliced(bytes, at, end, new byte[] {(byte) random.nextInt()});
            case 4 -> random.nextInt(10) == 0 ? spliced(bytes, at, at, repeated(random)) : bytes;
            case 5 -> spliced(bytes, at, at, character(random));
            default -> spliced(bytes, at, at, piece(random));
        };
    }

    private byte[] repeated(Random random) {
        byte[] piece = piece(random);
        int times = 1 << random.nextInt(doublings + 1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }

    /** Of one byte or of two, so that what a text was stays one. */
    private static byte[] character(Random random) {
        return Character.toString(random.nextInt(0x250)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, from);
        all.writeBytes(with);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }
}
