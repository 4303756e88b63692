package dev.plumbline.sql;

import java.util.List;

/**
 * Whether a semicolon ends the statement: not inside parentheses ({@code CREATE RULE … DO ( a; b )}), nor in the
 * {@code BEGIN ATOMIC} body of a routine.
 *
 * <p>psql counts every BEGIN, CASE and END of a routine definition. The grammar is clearer: a body starts with BEGIN ATOMIC
 * only, and the END that closes it directly follows a semicolon or ATOMIC, as no END of a CASE nor an alias named "end" does.
 */
final class Nesting {
    /** What the token before was, as far as it matters. */
    private enum Before {
        BEGIN,
        ATOMIC,
        SEMICOLON,
        OTHER
    }

    private int parentheses;
    private int bodies;
    private int bodyStart;
    private Before before = Before.OTHER;
    private int beforeStart;

    /**
     * Takes notice of the next token of a statement.
     *
     * @param head the statement's first tokens so far; see {@link Statement}
     */
    void enter(Lexer token, List<String> head) {
        if (token.on('(')) {
            parentheses++;
        } else if (token.on(')')) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (parentheses == 0 && token.kind() == Token.Kind.WORD) {
            word(token, head);
        }
        before = token.onWord("begin")
                ? Before.BEGIN
                : token.onWord("atomic") ? Before.ATOMIC : token.on(';') ? Before.SEMICOLON : Before.OTHER;
        beforeStart = token.start();
    }

    boolean open() {
        return parentheses > 0 || bodies > 0;
    }

    boolean inBody() {
        return bodies > 0;
    }

    /** Where the outermost body starts, if {@link #inBody()}. */
    int bodyStart() {
        return bodyStart;
    }

    void reset() {
        parentheses = 0;
        bodies = 0;
        before = Before.OTHER;
    }

    private void word(Lexer token, List<String> head) {
        if (before == Before.BEGIN && token.onWord("atomic") && definesRoutine(head)) {
            if (bodies == 0) {
                bodyStart = beforeStart;
            }
            bodies++;
        } else if (bodies > 0 && token.onWord("end") && (before == Before.SEMICOLON || before == Before.ATOMIC)) {
            bodies--;
        }
    }

    private static boolean definesRoutine(List<String> head) {
        if (head.size() < Statement.HEAD || !head.getFirst().equals("create")) {
            return false;
        }
        boolean orReplace = head.get(1).equals("or") && head.get(2).equals("replace");
        String object = head.get(orReplace ? 3 : 1);
        return object.equals("function") || object.equals("procedure");
    }
}
