package dev.plumbline.sql;

/** Whether a statement reads rows from its client, told from its tokens one after the other. */
final class CopyHeader {
    private enum State {
        START,
        /** In a COPY, before its FROM. */
        COPY,
        FROM,
        READS,
        OTHER
    }

    private State state = State.START;
    private int depth;

    /** Takes notice of the next token. */
    void enter(Lexer token) {
        switch (state) {
            case START -> state = token.onWord("copy") ? State.COPY : State.OTHER;
            case COPY -> {
                if (token.on('(')) {
                    depth++;
                } else if (token.on(')')) {
                    depth--;
                } else if (depth == 0 && token.onWord("from")) {
                    state = State.FROM;
                }
            }
            // PostgreSQL takes STDOUT for STDIN here.
            case FROM -> state = token.onWord("stdin") || token.onWord("stdout") ? State.READS : State.OTHER;
            case READS, OTHER -> {}
        }
    }

    /** Whether rows follow the statement whose last token was entered. */
    boolean readsRows() {
        return state == State.READS;
    }

    void reset() {
        state = State.START;
        depth = 0;
    }
}
