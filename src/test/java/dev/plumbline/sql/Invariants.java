package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(statement.position(script.source(), 1)).isEqualTo(statement.start());
            assertThat(statement.tokens().getFirst().start()).isEqualTo(statement.offset());
            for (Token token : statement.tokens()) {
                assertThat(token.start()).isGreaterThanOrEqualTo(end);
                assertThat(token.end()).isEqualTo(token.start() + token.text().length());
                assertThat(text.startsWith(token.text(), token.start())).isTrue();
                assertThat(statement.text().startsWith(token.text(), token.start() - statement.offset()))
                        .isTrue();
                end = token.end();
            }
            assertThat(statement.text()).hasSize(end - statement.offset());
            statement.copyData().ifPresent(rows -> assertThat(rows.isEmpty() || rows.endsWith("\n"))
                    .isTrue());
        }
    }
}
