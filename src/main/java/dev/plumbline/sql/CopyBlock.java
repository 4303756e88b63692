package dev.plumbline.sql;

import dev.plumbline.ProblemId;

/**
 * The rows below a {@code COPY … FROM stdin}, found as psql finds them: from the next line to a line of {@code \.} alone,
 * whatever the format is, or to the end of the file.
 *
 * @param end   where SQL goes on
 * @param ended whether {@code \.} was there
 */
record CopyBlock(CopyRows rows, int end, boolean ended) {
    /** Reads the rows; {@code semicolon} is the offset after the one that ends the statement. */
    static CopyBlock read(SourceText source, int semicolon) {
        String text = source.text();
        int lineEnd = restOfLine(source, semicolon);
        if (lineEnd == text.length()) {
            return new CopyBlock(new CopyRows(text, lineEnd, lineEnd, "\n"), lineEnd, false);
        }
        boolean carriageReturn = text.charAt(lineEnd) == '\r';
        boolean lineFeed = text.startsWith("\n", carriageReturn ? lineEnd + 1 : lineEnd);
        char newline = lineFeed ? '\n' : '\r';
        int start = carriageReturn && lineFeed ? lineEnd + 2 : lineEnd + 1;
        int marker = marker(text, start, newline);
        boolean ended = marker < text.length();
        String newlines = carriageReturn ? (lineFeed ? "\r\n" : "\r") : "\n";
        return new CopyBlock(
                new CopyRows(text, start, marker, newlines), ended ? Characters.lineEnd(text, marker) : marker, ended);
    }

    /** The end of the semicolon's line. psql would read what is left on it after the rows, out of the order on the page. */
    private static int restOfLine(SourceText source, int semicolon) {
        String text = source.text();
        for (int i = semicolon; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Characters.isLineEnd(c)) {
                return i;
            }
            if (text.startsWith("--", i)) {
                return Characters.lineEnd(text, i);
            }
            if (!Characters.isBlank(c) && c != ';') {
                throw source.problem(
                                ProblemId.COPY_DATA_MISPLACED,
                                "the rows of COPY … FROM stdin start on the line after it, but something follows it on its own line",
                                i)
                        .remedy("move what follows the semicolon below the line with \\. that ends the rows")
                        .exception();
            }
        }
        return text.length();
    }

    /** The start of the line that is {@code \.}, or the end of the text. */
    private static int marker(String text, int start, char newline) {
        if (endsRows(text, start, newline)) {
            return start;
        }
        String sought = newline + "\\.";
        for (int i = text.indexOf(sought, start); i >= 0; i = text.indexOf(sought, i + 1)) {
            if (endsRows(text, i + 1, newline)) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean endsRows(String text, int line, char newline) {
        if (!text.startsWith("\\.", line)) {
            return false;
        }
        int after = line + 2;
        return after == text.length() || text.charAt(after) == newline || text.startsWith("\r\n", after);
    }
}
