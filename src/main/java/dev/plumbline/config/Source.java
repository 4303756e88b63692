package dev.plumbline.config;

import dev.plumbline.Excerpt;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.config.Mistakes.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file and its text.
 *
 * @param shown the file as the user would type it
 */
record Source(Path shown, String text) {
    private static final List<String> NAMES = List.of("plumb.yml", "plumb.yaml");
    private static final int LARGEST = 1 << 20;
    private static final Pattern SECRET =
            Pattern.compile("://|@|\\burl\\b|passw|secret|token", Pattern.CASE_INSENSITIVE);

    /** The file to read, if there is one. */
    static Optional<Source> find(Optional<Path> named, Path workingDirectory) {
        if (named.isPresent()) {
            // Not Files.exists, which also says no where it may not look.
            if (Files.notExists(workingDirectory.resolve(named.get()), LinkOption.NOFOLLOW_LINKS)) {
                throw Problem.of(ProblemId.CONFIG_INVALID, "there is no file " + named.get())
                        .remedy("name a file that exists with --config, or leave the option out to have plumb.yml read")
                        .exception();
            }
            return Optional.of(read(named.get(), workingDirectory));
        }
        List<Path> present = NAMES.stream()
                .map(Path::of)
                // A dangling link is a mistake to be told, not a file that is not there.
                .filter(name -> Files.exists(workingDirectory.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (present.size() > 1) {
            throw Problem.of(ProblemId.CONFIG_INVALID, "there is both a plumb.yml and a plumb.yaml")
                    .at(present.stream().map(Path::toString).toArray(String[]::new))
                    .remedy("delete one of them, or say which is meant: --config plumb.yml")
                    .exception();
        }
        return present.stream().findFirst().map(name -> read(name, workingDirectory));
    }

    List<String> lines() {
        return List.of(text.split("\r\n|\r|\n", -1));
    }

    String place(Position position) {
        return "%s:%d:%d".formatted(shown, position.line(), position.column());
    }

    /** The line of a position with a caret, or nothing where a password may be near. */
    List<String> excerpt(Position position) {
        List<String> lines = lines();
        if (position.line() > lines.size() || mayHoldSecret(lines, position.line() - 1)) {
            return List.of();
        }
        return Excerpt.of(position.line(), lines.get(position.line() - 1), position.column());
    }

    /** Looks at the whole entry: text in YAML may go on over several lines. */
    private static boolean mayHoldSecret(List<String> lines, int index) {
        int first = index;
        while (first > 0
                && (lines.get(first).isBlank()
                        || Character.isWhitespace(lines.get(first).charAt(0)))) {
            first--;
        }
        return lines.subList(first, index + 1).stream()
                .anyMatch(line -> SECRET.matcher(line).find());
    }

    private static Source read(Path shown, Path workingDirectory) {
        Path file = workingDirectory.resolve(shown);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unreadable(shown, "it is larger than 1 MiB", "ls -l " + Shell.word(shown), null);
            }
            return new Source(shown, decode(shown, bytes));
        } catch (IOException e) {
            throw unreadable(shown, file, e);
        }
    }

    private static ProblemException unreadable(Path shown, Path file, IOException cause) {
        String pasted = Shell.word(shown);
        if (cause instanceof AccessDeniedException) {
            return unreadable(shown, "permission denied", "chmod u+r " + pasted, cause);
        }
        // The file system is asked, not the exception's text, which differs between platforms.
        if (Files.isDirectory(file)) {
            return unreadable(shown, "it is a directory, a file is expected", "ls -la " + pasted, cause);
        }
        if (Files.isSymbolicLink(file) && Files.notExists(file)) {
            return unreadable(shown, "it is a symbolic link to a file that does not exist", "ls -l " + pasted, cause);
        }
        return unreadable(shown, String.valueOf(cause.getMessage()), "ls -l " + pasted, cause);
    }

    private static ProblemException unreadable(Path shown, String why, String remedy, @Nullable IOException cause) {
        Problem problem = Problem.of(ProblemId.CONFIG_INVALID, "cannot read %s: %s".formatted(shown, why))
                .at(shown.toString())
                .remedy(remedy);
        return cause == null ? problem.exception() : problem.exception(cause);
    }

    private static String decode(Path shown, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw notUtf8(new Source(shown, text), bytes[in.position()], in.position());
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** @param decoded the part of the file before the byte */
    private static ProblemException notUtf8(Source decoded, byte wrong, int offset) {
        String last = decoded.lines().getLast();
        Position position = new Position(decoded.lines().size(), last.codePointCount(0, last.length()) + 1);
        String file = Shell.word(decoded.shown());
        return Problem.of(
                        ProblemId.CONFIG_INVALID,
                        "%s is not UTF-8: byte 0x%02X at offset %d fits no character"
                                .formatted(decoded.shown(), wrong & 0xFF, offset))
                .at(decoded.place(position))
                .remedy("save it as UTF-8 in your editor, or convert a copy of it: iconv -f WINDOWS-1252 -t UTF-8 "
                        + file)
                .exception();
    }
}
