package dev.plumbline.sql;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a file.
 *
 * @param ordinal  its number in the file, from 1
 * @param text     exactly what is sent to the server: from the first to the last token, with the comments between them,
 *                 without the semicolon; a psql command in its midst is blanked out, so that positions still fit
 * @param offset   where it starts in {@link SourceText#text()}
 * @param start    where it starts in the file
 * @param tokens   never empty
 * @param copyData the lines that follow {@code COPY … FROM stdin}, each ended by LF, without the closing {@code \.}
 */
public record Statement(
        int ordinal, String text, int offset, Position start, List<Token> tokens, Optional<String> copyData) {
    public Statement {
        tokens = List.copyOf(tokens);
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("a statement has tokens");
        }
    }

    /** Whether it starts with these key words; comments between them and case do not count. */
    public boolean startsWith(String... words) {
        if (words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(i).is(words[i])) {
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
    public Position position(SourceText source, int character) {
        int before = Math.clamp(character - 1L, 0, text.codePointCount(0, text.length()));
        return source.position(offset + text.offsetByCodePoints(0, before));
    }
}
