package dev.plumbline.shadow;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Unpacks a tar stream: plain files, directories and symbolic links, with long names as GNU tar and POSIX pax write them. All
 * else, and whatever would land outside the target directory, is refused.
 *
 * <p>Header layout: "Basic Tar Format", GNU tar 1.35 manual; pax records: POSIX.1-2017, pax, "Extended Header".
 */
final class Tar {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path target;

    private Tar(InputStream in, Path target) {
        this.in = in;
        this.target = target;
    }

    /** Unpacks everything in {@code in} below {@code target}, an existing directory. */
    static void unpack(InputStream in, Path target) throws IOException {
        new Tar(in, target.normalize()).unpack();
    }

    private void unpack() throws IOException {
        String longName = "";
        String longLink = "";
        for (byte[] header = block(); header[0] != 0; header = block()) {
            long size = octal(header, 124, 12);
            String name = longName.isEmpty() ? name(header) : longName;
            String link = longLink.isEmpty() ? text(header, 157, 100) : longLink;
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = text(payload(size));
                case 'K' -> longLink = text(payload(size));
                case 'x' -> {
                    String records = new String(payload(size), StandardCharsets.UTF_8);
                    longName = record(records, "path");
                    longLink = record(records, "linkpath");
                }
                case 'g' -> skip(size);
                case '0', '\0', '5', '2' -> {
                    write(type, name, link, size, (int) octal(header, 100, 8));
                    longName = "";
                    longLink = "";
                }
                default -> throw new IOException("tar entry " + name + " has the unsupported type '" + type + "'");
            }
        }
    }

    private void write(char type, String name, String link, long size, int mode) throws IOException {
        Path path = inside(target.resolve(name), name);
        if (type == '2') {
            inside(parent(path).resolve(link), link);
        }
        Files.createDirectories(parent(path));
        switch (type) {
            case '5' -> Files.createDirectories(path);
            case '2' -> Files.createSymbolicLink(path, Path.of(link));
            default -> {
                try (var out = Files.newOutputStream(path)) {
                    copy(size, out);
                }
                Files.setAttribute(path, "unix:mode", mode & 0777);
            }
        }
    }

    private Path inside(Path path, String name) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("tar entry points outside the archive: " + name);
        }
        return normal;
    }

    private Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null || path.equals(target) ? target : parent;
    }

    private void copy(long size, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("tar stream ends inside an entry");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        in.skipNBytes(padding(size));
    }

    private byte[] payload(long size) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(size, 1 << 20));
        if (bytes.length < size) {
            throw new EOFException("tar stream ends inside a long name");
        }
        in.skipNBytes(padding(size));
        return bytes;
    }

    private void skip(long size) throws IOException {
        in.skipNBytes(size + padding(size));
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("tar stream ends without its end mark");
        }
        return block;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        // GNU tar ("ustar  ") keeps times where POSIX tar ("ustar\0") keeps the first part of a long name.
        String prefix = header[262] == 0 ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String record(String records, String key) {
        String mark = " " + key + "=";
        return records.lines()
                .filter(line -> line.contains(mark))
                .map(line -> line.substring(line.indexOf(mark) + mark.length()))
                .findFirst()
                .orElse("");
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar header: " + digits, e);
        }
    }

    private static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
