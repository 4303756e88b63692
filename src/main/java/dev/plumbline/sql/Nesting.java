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
    private int parentheses;
    private int bodies;
    private int bodyStart;

    /** Takes notice of the last token of the statement so far. */
    void enter(List<Token> statement) {
        Token token = statement.getLast();
        switch (token.kind()) {
            case PUNCTUATION -> {
                if (token.isPunctuation('(')) {
                    parentheses++;
                } else if (token.isPunctuation(')') && parentheses > 0) {
                    parentheses--;
                }
            }
            case WORD -> {
                if (parentheses == 0 && statement.size() > 1) {
                    word(statement, token, statement.get(statement.size() - 2));
                }
            }
            case QUOTED_IDENTIFIER, STRING, DOLLAR_STRING, NUMBER, PARAMETER, OPERATOR -> {}
        }
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
    }

    private void word(List<Token> statement, Token token, Token before) {
        if (token.is("atomic") && before.is("begin") && definesRoutine(statement)) {
            if (bodies == 0) {
                bodyStart = before.start();
            }
            bodies++;
        } else if (bodies > 0 && token.is("end") && (before.isPunctuation(';') || before.is("atomic"))) {
            bodies--;
        }
    }

    private static boolean definesRoutine(List<Token> statement) {
        if (!statement.getFirst().is("create")) {
            return false;
        }
        boolean orReplace = statement.get(1).is("or") && statement.get(2).is("replace");
        Token object = statement.get(orReplace ? 3 : 1);
        return object.is("function") || object.is("procedure");
    }
}
