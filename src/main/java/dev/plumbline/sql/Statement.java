package dev.plumbline.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a file. It keeps places in the file's text rather than copies of it: a dump has a hundred thousand, and what
 * they consist of is looked at once.
 */
public final class Statement {
    /** How many leading tokens are kept at hand. */
    static final int HEAD = 4;

    private final SourceText source;
    private final int ordinal;
    private final int offset;
    private final int end;
    private final List<String> head;
    private final int[] blanks;
    private final @Nullable CopyRows rows;

    /**
     * From the first to the last token of it.
     *
     * @param head   its first {@link #HEAD} tokens as {@link Lexer#word} gives them, fewer where it has fewer
     * @param blanks starts and ends by turns of the psql commands in its midst, as offsets in the source's text
     */
    Statement(
            SourceText source,
            int ordinal,
            int offset,
            int end,
            List<String> head,
            int[] blanks,
            @Nullable CopyRows rows) {
        if (head.isEmpty()) {
            throw new IllegalArgumentException("a statement has tokens");
        }
        this.source = source;
        this.ordinal = ordinal;
        this.offset = offset;
        this.end = end;
        this.head = head;
        this.blanks = blanks;
        this.rows = rows;
    }

    /** Its number in the file, from 1. */
    public int ordinal() {
        return ordinal;
    }

    /** Where it starts in {@link SourceText#text()}. */
    public int offset() {
        return offset;
    }

    /** Where it starts in the file. */
    public Position start() {
        return source.position(offset);
    }

    /**
     * Exactly what is sent to the server: from the first to the last token, with the comments between them, without the semicolon;
     * a psql command in its midst is blanked out, so that positions still fit. Made anew at each call.
     */
    public String text() {
        String text = source.text().substring(offset, end);
        if (blanks.length == 0) {
            return text;
        }
        StringBuilder blanked = new StringBuilder(text);
        for (int i = 0; i < blanks.length && blanks[i] < end; i += 2) {
            blanked.replace(blanks[i] - offset, blanks[i + 1] - offset, " ".repeat(blanks[i + 1] - blanks[i]));
        }
        return blanked.toString();
    }

    /** As people may read it: secret values as {@code ${name}}. */
    public String shown() {
        return source.secrets().mask(text(), offset, (from, to) -> false);
    }

    /**
     * As it is written down: secret values as {@code ${name}}, but for those that are part of a name. The catalog shows names to
     * everybody, and after a crash they must still say what the statement was about.
     */
    public String recorded() {
        String text = text();
        return source.secrets().mask(text, offset, (from, to) -> isName(text, from, to));
    }

    private static boolean isName(String text, int from, int to) {
        Lexer lexer = new Lexer(text, (start, end) -> {}, (id, start) -> {});
        boolean name = false;
        while (lexer.advance() && lexer.start() < to) {
            if (lexer.end() > from) {
                name = lexer.kind() == Token.Kind.WORD
                        || lexer.kind() == Token.Kind.QUOTED_IDENTIFIER
                        || (name && lexer.on('.'));
                if (!name) {
                    return false;
                }
            }
        }
        return name;
    }

    /** The elements of {@link #text()}, cut anew at each call and only as far as they are looked at. */
    public Tokens tokens() {
        return new Tokens(text());
    }

    /** What follows {@code COPY … FROM stdin}, to be sent. */
    public Optional<CopyRows> copyRows() {
        return Optional.ofNullable(rows);
    }

    /** The same rows, secret values as {@code ${name}}. */
    Optional<CopyRows> recordedRows() {
        return copyRows().map(all -> all.masked(source.secrets()));
    }

    /** Its first word in lower case; empty where it starts with something else. */
    public String firstWord() {
        String first = head.getFirst();
        return Characters.startsIdentifier(first.charAt(0)) ? first : "";
    }

    /**
     * Whether it starts with these key words and punctuation marks, given in lower case; comments between them and case do not
     * count.
     *
     * @param words at most four
     */
    public boolean startsWith(String... words) {
        if (words.length > HEAD) {
            throw new IllegalArgumentException("no more than " + HEAD + " words are kept");
        }
        if (words.length > head.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!head.get(i).equals(words[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where in the file the character is that an error message of the server points at.
     *
     * @param character the {@code P} field of an ErrorResponse (PostgreSQL 18 manual, 54.8): code points of
     *                  {@link #text()}, from 1; a value outside the text gives its nearest end
     */
    public Position position(int character) {
        String text = source.text();
        int before = Math.clamp(character - 1L, 0, text.codePointCount(offset, end));
        return source.position(text.offsetByCodePoints(offset, before));
    }

    /** Where it starts in the file, in characters. */
    int sourceOffset() {
        return source.original(offset);
    }

    @Override
    public String toString() {
        return text();
    }
}
