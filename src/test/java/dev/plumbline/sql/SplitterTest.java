package dev.plumbline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is one statement; each case was compared with what psql sends. */
class SplitterTest {
    @Test
    void semicolonsEndStatements() {
        assertSplit("select 1; select 2;", "select 1", "select 2");
        assertSplit("select 1", "select 1");
        assertSplit(";;\n;select 1;;", "select 1");
        assertSplit("");
        assertSplit(" \n-- nothing but a comment\n/* and another */");
    }

    @Test
    void commentsAroundStatementsAreLeftOutAndThoseWithinAreKept() {
        assertSplit("-- a; b\nselect /* 1; */ 1 -- ; 2\n , 3 -- end\n;", "select /* 1; */ 1 -- ; 2\n , 3");
        assertSplit("/* a /* ; nested */ ; */ select 1", "select 1");
        assertSplit("select 1--;", "select 1");
        assertSplit("select 1 +/* ; */ 2;select 3", "select 1 +/* ; */ 2", "select 3");
    }

    @Test
    void stringsHideSemicolons() {
        assertSplit("select 'a;', 'it''s;', '\\'; select 2", "select 'a;', 'it''s;', '\\'", "select 2");
        assertSplit("select E'a\\';', e'\\\\'; select 2", "select E'a\\';', e'\\\\'", "select 2");
        assertSplit(
                "select B'0;', X'f;', N';', U&'\\003b;'; select 2",
                "select B'0;', X'f;', N';', U&'\\003b;'",
                "select 2");
    }

    @Test
    void stringsContinueOnLaterLinesOnly() {
        assertSplit("select 'a' -- c;\n\n  'b;'; select 2", "select 'a' -- c;\n\n  'b;'", "select 2");
        assertThat(tokens("'a'\n'b'")).containsExactly("'a'\n'b'");
        assertThat(tokens("'a' 'b'")).containsExactly("'a'", "'b'");
        // An escape string stays one; psql itself, reading line by line, forgets that.
        assertThat(tokens("E'a'\n'\\';'")).containsExactly("E'a'\n'\\';'");
    }

    @Test
    void quotedIdentifiersHideSemicolons() {
        assertSplit("select 1 as \"a;\"\"b;\"; select 2", "select 1 as \"a;\"\"b;\"", "select 2");
        assertSplit("select 1 as U&\"\\003b;\"; select 2", "select 1 as U&\"\\003b;\"", "select 2");
    }

    @Test
    void dollarQuotesHideEverythingUpToTheirTag() {
        assertSplit("select $$a;'b$$; select 2", "select $$a;'b$$", "select 2");
        assertSplit("select $a$ ; $$ $A$ $b$ ; $x$a$; select 2", "select $a$ ; $$ $A$ $b$ ; $x$a$", "select 2");
        assertSplit("select $ünï$;$ünï$; select 2", "select $ünï$;$ünï$", "select 2");
        assertSplit("select $1;select $2+a$b$c;select 3", "select $1", "select $2+a$b$c", "select 3");
        assertSplit("do $$begin; -- it's\nend$$; select 2", "do $$begin; -- it's\nend$$", "select 2");
    }

    @Test
    void parenthesesHideSemicolons() {
        assertSplit(
                "create rule r as on insert to t do (insert into a values (1); notify x); select 2",
                "create rule r as on insert to t do (insert into a values (1); notify x)",
                "select 2");
        assertSplit("select 1); select 2", "select 1)", "select 2");
    }

    @Test
    void sqlBodiesHideSemicolons() {
        String function = """
                create or replace function f(a int) returns int
                begin /* here */ atomic
                  select case when a > 0 then 1 else 2 end;
                  select 1 as end, t.end from (select 2 as begin) t;
                  select 3;
                end""";
        assertSplit(function + "; select 2", function, "select 2");
        assertSplit(
                "CREATE PROCEDURE p() BEGIN ATOMIC END; select 2", "CREATE PROCEDURE p() BEGIN ATOMIC END", "select 2");
        assertSplit(
                "create function f() returns int return 1; select 2",
                "create function f() returns int return 1",
                "select 2");
        assertSplit("begin; select 1; end; select 2", "begin", "select 1", "end", "select 2");
        assertSplit(
                "create function begin() returns int language sql as 'select 1'; select 2",
                "create function begin() returns int language sql as 'select 1'",
                "select 2");
        assertSplit(
                "create function a() returns int begin atomic create function b() returns int begin atomic select 1; end; end; select 2",
                "create function a() returns int begin atomic create function b() returns int begin atomic select 1; end; end",
                "select 2");
    }

    @Test
    void schemaElementsBelongToTheirSchema() {
        assertSplit(
                "create schema s create table t (a int) create view v as select 1; select 2",
                "create schema s create table t (a int) create view v as select 1",
                "select 2");
    }

    @Test
    void lineEndsOfAnySortEndComments() {
        assertSplit("select 1;\r\n-- c;\r\nselect 2;\r\n", "select 1", "select 2");
        assertSplit("select 1;\r-- c;\rselect 2;\r", "select 1", "select 2");
        assertSplit("select\f1;\u000bselect 2", "select\f1", "select 2");
    }

    @Test
    void everythingBeyondAsciiIsALetter() {
        assertThat(tokens("select\u00a01")).containsExactly("select\u00a01");
        assertThat(tokens("a\ufeffb ünï$1")).containsExactly("a\ufeffb", "ünï$1");
    }

    @Test
    void tokensAreCutWhereTheServerCuts() {
        assertThat(tokens("a->>'b'::text")).containsExactly("a", "->>", "'b'", "::", "text");
        assertThat(tokens("1=-1 or @-2 <=+ 3")).containsExactly("1", "=", "-", "1", "or", "@-", "2", "<=", "+", "3");
        assertThat(tokens("1..10 .5 1.5e-3 1_000 0xFF 1e3$$"))
                .containsExactly("1", "..", "10", ".5", "1.5e-3", "1_000", "0xFF", "1e3$$");
        assertThat(tokens("$1$$;$$ $2a$")).containsExactly("$1", "$$;$$", "$2a$");
        assertThat(tokens("1e--x")).containsExactly("1e-", "-", "x");
        assertThat(tokens("a*/*c*/b - -c")).containsExactly("a", "*", "b", "-", "-", "c");
        assertThat(tokens("f(a[1:2], b := 3)"))
                .containsExactly("f", "(", "a", "[", "1", ":", "2", "]", ",", "b", ":=", "3", ")");
        assertThat(tokens("E 'x' E'x' u&x")).containsExactly("E", "'x'", "E'x'", "u", "&", "x");
    }

    @Test
    void positionsPointAtTheFirstToken() {
        Script script = split("-- c\n  select 1;\n\t/* d */ select 'ä😀', x");
        assertThat(script.statements())
                .extracting(
                        Statement::ordinal, Statement::offset, s -> s.start().line(), s -> s.start()
                                .column())
                .containsExactly(tuple(1, 7, 2, 3), tuple(2, 26, 3, 10));
        Statement second = script.statements().get(1);
        int x = second.text().codePointCount(0, second.text().indexOf("x")) + 1;
        assertThat(second.position(x)).isEqualTo(new Position(40, 3, 23));
        assertThat(second.position(999)).isEqualTo(new Position(41, 3, 24));
    }

    @Test
    void startsWithLooksPastCommentsAndCase() {
        Statement statement =
                split("Create /* c */ UNIQUE\nindex i on t (a)").statements().getFirst();
        assertThat(statement.startsWith("create", "unique", "index")).isTrue();
        assertThat(statement.startsWith("create", "index")).isFalse();
        assertThat(split("\"create\" x").statements().getFirst().startsWith("create"))
                .isFalse();
        assertThat(split("begin").statements().getFirst().startsWith("begin", "atomic"))
                .isFalse();
        assertThat(split("SELECT pg_catalog . set_config('a', '', false)")
                        .statements()
                        .getFirst()
                        .startsWith("select", "pg_catalog", ".", "set_config"))
                .isTrue();
        assertThat(split("select .5 'x'").statements().getFirst().startsWith("select", "."))
                .isFalse();
    }

    @Test
    void directivesAreLineComments() {
        Script script = split("""
                -- plumb:no-transaction
                --plumb:irreversible  the data is gone\s
                select 1; -- plumb:x
                /* plumb:y */ select '
                -- plumb:z';
                """);
        assertThat(script.directives())
                .extracting(Directive::name, Directive::argument)
                .containsExactly(
                        tuple("no-transaction", ""), tuple("irreversible", "the data is gone"), tuple("x", ""));
        assertThat(script.directive("irreversible").map(d -> d.at().line())).contains(2);
        assertThat(script.directive("y")).isEmpty();
    }

    private static void assertSplit(String text, String... statements) {
        assertThat(split(text).statements()).extracting(Statement::text).containsExactly(statements);
    }

    private static Script split(String text) {
        return Splitter.split(SourceText.of("a.sql", text));
    }

    private static List<String> tokens(String text) {
        return split(text).statements().getFirst().tokens().all().stream()
                .map(Token::text)
                .toList();
    }
}
