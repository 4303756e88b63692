package dev.plumbline.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checksums that change when a migration does, and not when it is laid out anew: comments, blanks, line ends and the case of
 * unquoted words do not count; literals, quoted names, function bodies, COPY rows and {@code plumb:} directives do, and so
 * does a directive's place among the statements. Of a secret value the name counts: a password is changed without changing the
 * migration, and must not be guessed from its checksum.
 *
 * <p>What is hashed is a sequence of fields, each a tag, its characters and their end, so that no two sequences of tokens give the
 * same bytes. A statement's fields give its checksum; a script's is made from its statements' and its directives' in order.
 */
public final class Canonical {
    /** Of the way checksums are made; stored beside them, raised when the same file gets another one. */
    public static final int VERSION = 2;

    private static final int STATEMENT = -1;
    private static final int ROWS = -2;
    private static final int DIRECTIVE = -3;

    /** How many bytes of a statement's SHA-256 are kept. */
    private static final int BYTES = 8;

    private final Encoding encoding;
    private final Sha256 whole = new Sha256();
    private final Sha256 own = new Sha256();
    private final Sha256[] digests;

    private Canonical(Encoding encoding) {
        this.encoding = encoding;
        this.digests = encoding.joined() ? new Sha256[] {own, whole} : new Sha256[] {own};
    }

    /**
     * Of a script.
     *
     * @param script     64 hexadecimal digits
     * @param statements 16 hexadecimal digits each; a statement's place does not count
     */
    public record Checksums(String script, List<String> statements) {
        public Checksums {
            statements = List.copyOf(statements);
        }
    }

    /** The checksums of a script and of all its statements, as this version makes them. */
    public static Checksums of(Script script) {
        return of(script, VERSION);
    }

    /**
     * The checksums as an older version made them, to compare with what it stored.
     *
     * @throws IllegalArgumentException for a version that there never was
     */
    public static Checksums of(Script script, int version) {
        return new Canonical(encoding(version)).checksums(script);
    }

    /** Whether this Plumbline can still make the checksums of that version. */
    public static boolean knows(int version) {
        return version >= 1 && version <= VERSION;
    }

    private static Encoding encoding(int version) {
        return switch (version) {
            case 1 -> new Encoding.Wide();
            case 2 -> new Encoding.Narrow();
            default -> throw new IllegalArgumentException("no canonical form has version " + version);
        };
    }

    private Checksums checksums(Script script) {
        List<String> statements = new ArrayList<>(script.statements().size());
        List<Directive> directives = script.directives();
        int next = 0;
        for (Statement statement : script.statements()) {
            while (next < directives.size() && directives.get(next).at().offset() < statement.sourceOffset()) {
                add(directives.get(next++));
            }
            statements.add(add(statement));
        }
        while (next < directives.size()) {
            add(directives.get(next++));
        }
        return new Checksums(HexFormat.of().formatHex(whole.digest()), statements);
    }

    /** Adds a statement to its script's digest; returns the statement's own. */
    private String add(Statement statement) {
        encoding.field(STATEMENT, "", digests);
        Lexer lexer = new Lexer(encoding.text(statement), (start, end) -> {}, (id, start) -> {});
        while (lexer.advance()) {
            encoding.field(tag(lexer.kind()), canonical(lexer.token()), digests);
        }
        encoding.rows(statement).ifPresent(rows -> encoding.rows(ROWS, rows, digests));
        byte[] digest = own.digest();
        if (!encoding.joined()) {
            whole.put(STATEMENT);
            whole.put(digest);
        }
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private void add(Directive directive) {
        encoding.field(DIRECTIVE, directive.name(), whole);
        encoding.field(DIRECTIVE, directive.argument(), whole);
    }

    /** Fixed numbers: a checksum must outlive a change in the order of the enum. */
    private static int tag(Token.Kind kind) {
        return switch (kind) {
            case WORD -> 1;
            case QUOTED_IDENTIFIER -> 2;
            case STRING -> 3;
            case DOLLAR_STRING -> 4;
            case NUMBER -> 5;
            case PARAMETER -> 6;
            case OPERATOR -> 7;
            case PUNCTUATION -> 8;
        };
    }

    private static String canonical(Token token) {
        return switch (token.kind()) {
            case WORD -> Ascii.lower(token.text());
            case STRING -> lineFeeds(Strings.canonical(token.text()));
            case QUOTED_IDENTIFIER, DOLLAR_STRING -> lineFeeds(token.text());
            case NUMBER, PARAMETER, OPERATOR, PUNCTUATION -> token.text();
        };
    }

    private static String lineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    }

    /** How fields become bytes. */
    private sealed interface Encoding {
        /** What of a statement counts. */
        default String text(Statement statement) {
            return statement.recorded();
        }

        default Optional<CopyRows> rows(Statement statement) {
            return statement.recordedRows();
        }

        void field(int tag, String text, Sha256... to);

        void rows(int tag, CopyRows rows, Sha256... to);

        /** Whether a script's checksum is made of its statements' fields rather than of their checksums. */
        boolean joined();

        /** Version 1: the length in four bytes, two bytes for each UTF-16 unit. Everything was hashed twice. */
        record Wide() implements Encoding {
            @Override
            public String text(Statement statement) {
                return statement.text();
            }

            @Override
            public Optional<CopyRows> rows(Statement statement) {
                return statement.copyRows();
            }

            @Override
            public void field(int tag, String text, Sha256... to) {
                for (Sha256 digest : to) {
                    digest.put(tag);
                    int length = text.length();
                    for (int shift = 24; shift >= 0; shift -= 8) {
                        digest.put(length >>> shift);
                    }
                    for (int i = 0; i < length; i++) {
                        digest.put(text.charAt(i) >>> 8);
                        digest.put(text.charAt(i));
                    }
                }
            }

            @Override
            public void rows(int tag, CopyRows rows, Sha256... to) {
                field(tag, lineFeeds(rows.text()), to);
            }

            @Override
            public boolean joined() {
                return true;
            }
        }

        /** Version 2: UTF-8, ended by a NUL, which no SQL text holds. */
        record Narrow() implements Encoding {
            @Override
            public void field(int tag, String text, Sha256... to) {
                to[0].put(tag);
                to[0].put(text);
                to[0].put(0);
            }

            @Override
            public void rows(int tag, CopyRows rows, Sha256... to) {
                to[0].put(tag);
                rows.pieces(piece -> to[0].put(lineFeeds(piece).getBytes(StandardCharsets.UTF_8)));
                to[0].put(0);
            }

            @Override
            public boolean joined() {
                return false;
            }
        }
    }
}
