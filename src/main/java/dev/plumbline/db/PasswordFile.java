package dev.plumbline.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A password file, read as libpq does (PostgreSQL 18 manual, 32.16): lines of {@code host:port:database:user:password}, the first
 * that fits counts, and none does in a file that others may read.
 */
final class PasswordFile {
    private static final String ANY = "*";

    private final List<String> lines;
    private final String refusal;

    private PasswordFile(List<String> lines, String refusal) {
        this.lines = lines;
        this.refusal = refusal;
    }

    static PasswordFile read(Path file) {
        try {
            if (Files.notExists(file)) {
                return new PasswordFile(List.of(), "");
            }
            if (!Files.isRegularFile(file)) {
                return new PasswordFile(List.of(), "make " + file + " a plain file: it is ignored now");
            }
            if (isOpenToOthers(file)) {
                return new PasswordFile(List.of(), "chmod 600 " + file + ": it is ignored while others may read it");
            }
            return new PasswordFile(Files.readAllLines(file, StandardCharsets.UTF_8), "");
        } catch (IOException e) {
            return new PasswordFile(
                    List.of(), "make " + file + " readable: it is ignored now (" + e.getMessage() + ")");
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER"));
        } catch (UnsupportedOperationException e) {
            // Windows: libpq does not look there either.
            return false;
        }
    }

    /** Why the file is not used, and what to do; empty where it is, or where there is none. */
    String refusal() {
        return refusal;
    }

    /** The password for a server, database and user; a Unix socket in its usual place is called {@code localhost}. */
    Optional<String> password(String host, String port, String database, String user) {
        for (String line : lines) {
            if (!line.startsWith("#")) {
                int at = match(line, 0, host);
                at = match(line, at, port);
                at = match(line, at, database);
                at = match(line, at, user);
                if (at >= 0) {
                    return Optional.of(unescaped(line, at));
                }
            }
        }
        return Optional.empty();
    }

    /** The offset after a field and its colon, where the field is that value or a star; else -1. */
    private static int match(String line, int from, String value) {
        if (from < 0) {
            return -1;
        }
        if (line.startsWith(ANY + ":", from)) {
            return from + 2;
        }
        int at = from;
        for (int i = 0; i < value.length(); i++) {
            if (at < line.length() && line.charAt(at) == '\\') {
                at++;
            }
            if (at >= line.length() || line.charAt(at) != value.charAt(i)) {
                return -1;
            }
            at++;
        }
        return at < line.length() && line.charAt(at) == ':' ? at + 1 : -1;
    }

    private static String unescaped(String line, int from) {
        StringBuilder password = new StringBuilder();
        for (int i = from; i < line.length() && line.charAt(i) != ':'; i++) {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            password.append(line.charAt(i));
        }
        return password.toString();
    }
}
