package dev.plumbline.sql;

import java.util.Arrays;

/** Where the comments of a text are that may not be splittable yet: its placeholders stand for anything. */
final class CommentRanges {
    private int[] ranges = new int[32];
    private int size;

    private CommentRanges() {}

    /** Starts and ends by turns, ascending. */
    static int[] of(SourceText source) {
        CommentRanges found = new CommentRanges();
        found.read(source);
        return Arrays.copyOf(found.ranges, found.size);
    }

    private void read(SourceText source) {
        String text = source.text();
        Lexer lexer = new Lexer(text, this::add, (id, start) -> {});
        CopyHeader copy = new CopyHeader();
        while (lexer.advance()) {
            if (lexer.on('\\')) {
                lexer.seek(Characters.lineEnd(text, lexer.start()));
            } else if (lexer.on(';')) {
                if (copy.readsRows()) {
                    // What looks like a comment in the rows is data.
                    lexer.seek(CopyBlock.read(source, lexer.end()).end());
                }
                copy.reset();
            } else {
                copy.enter(lexer);
            }
        }
    }

    private void add(int start, int end) {
        if (size + 2 > ranges.length) {
            ranges = Arrays.copyOf(ranges, size * 2);
        }
        ranges[size++] = start;
        ranges[size++] = end;
    }
}
