package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds for every script. */
final class Invariants {
    private Invariants() {}

    static void check(Script script) {
        String text = script.source().text();
        int end = 0;
        int ordinal = 1;
        for (Statement statement : script.statements()) {
            assertThat(statement.ordinal()).isEqualTo(ordinal++);
            assertThat(statement.offset()).isGreaterThanOrEqualTo(end);
            assertThat(statement.start()).isEqualTo(script.source().position(statement.offset()));
            assertThat(statement.position(1)).isEqualTo(statement.start());
            checkTokens(statement);
            end = statement.offset() + statement.text().length();
            assertThat(text.startsWith(statement.text(), statement.offset())).isTrue();
            statement.copyRows().map(CopyRows::text).ifPresent(rows -> assertThat(rows.isEmpty() || rows.endsWith("\n"))
                    .isTrue());
        }
    }

    private static void checkTokens(Statement statement) {
        List<Token> tokens = statement.tokens().all();
        int end = 0;
        for (Token token : tokens) {
            assertThat(token.start()).isGreaterThanOrEqualTo(end);
            assertThat(token.end()).isEqualTo(token.start() + token.text().length());
            assertThat(statement.text().startsWith(token.text(), token.start())).isTrue();
            end = token.end();
        }
        assertThat(tokens.getFirst().start()).isZero();
        assertThat(end).isEqualTo(statement.text().length());
        Token first = tokens.getFirst();
        assertThat(statement.firstWord()).isEqualTo(first.kind() == Token.Kind.WORD ? Ascii.lower(first.text()) : "");
    }
}
