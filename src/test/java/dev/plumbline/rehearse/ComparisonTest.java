package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Schema;
import dev.plumbline.plan.Form;
import dev.plumbline.source.postgres.CatalogReader;
import dev.plumbline.source.replay.Replayed;
import dev.plumbline.source.replay.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers about renames, carried out on a shadow. */
@Tag("database")
class ComparisonTest {
    private static final Replayer REPLAYER = new Replayer(Replayer.Shadows.embedded(18), _ -> {});

    @TempDir
    Path directory;

    private Schema schema(String name, String sql) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, sql);
        try (Replayed replayed = REPLAYER.file(file)) {
            return CatalogReader.read(replayed.database(), name, "plumb", replayed::originOf);
        }
    }

    private static Comparison compare(Schema from, Schema to, String... answers) {
        List<Comparison.Answer> parsed =
                Arrays.stream(answers).map(Comparison.Answer::parse).toList();
        try (Workshop shadow = Workshop.with(REPLAYER, from, "plumb")) {
            return Comparison.of(from, to, Form.SAFE, parsed, shadow);
        }
    }

    /** Such as {@code drop index public.i: a:3 → -}. */
    private Stream<String> places(Comparison comparison) {
        return comparison.diff().changes().stream()
                .map(change -> change.verb() + " " + change.id() + ": "
                        + comparison.fromOrigin(change).map(this::line).orElse("-") + " → "
                        + change.toOrigin().map(this::line).orElse("-"));
    }

    private String line(Object origin) {
        return origin.toString().replace(directory + "/", "").replaceFirst(":\\d+$", "");
    }

    @Test
    void everyChangeNamesItsPlaceOnBothSides() throws IOException {
        Schema from = schema("a", """
                CREATE TYPE mood AS ENUM ('ok');
                CREATE TABLE users (id int, mail text, state mood, age int);
                CREATE INDEX by_mail ON users (mail);
                ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18);
                CREATE FUNCTION worse(int, mood[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TABLE gone (id int);
                COMMENT ON TABLE users IS 'who';
                GRANT SELECT ON users TO reader;
                """);
        Schema to = schema("b", """
                CREATE TYPE feeling AS ENUM ('ok');
                CREATE TABLE people (id bigint, email text, state feeling, age int);
                ALTER TABLE people ADD CONSTRAINT adult CHECK (age >= 21);
                CREATE FUNCTION worse(int, feeling[]) RETURNS int LANGUAGE sql AS 'SELECT 2';
                COMMENT ON COLUMN people.age IS 'years';
                """);
        Comparison comparison = compare(from, to, "users=people", "people.mail=people.email", "mood=feeling");
        assertThat(places(comparison))
                .containsExactlyInAnyOrder(
                        "rename table public.users: a:8 → b:3",
                        "rename column public.people.mail: a:2 → b:2",
                        "rename enum public.mood: a:1 → b:1",
                        "change type of column public.people.id: a:2 → b:2",
                        "rebuild constraint public.people.adult: a:4 → b:3",
                        "drop index public.by_mail: a:3 → -",
                        "replace function public.worse(integer, public.feeling[]): a:5 → b:4",
                        "drop table public.gone: a:6 → -",
                        "comment on table public.people: a:8 → b:3",
                        "comment on column public.people.age: a:2 → b:2",
                        "change privileges on table public.people: a:8 → b:3");
    }

    @Test
    void namesInQuotesAreReadAndWritten() throws IOException {
        Schema from = schema("a", "CREATE TABLE \"T x\" (\"a=b\" int, \"say \"\"a.b\"\"\" text)");
        Schema to = schema("b", "CREATE TABLE \"T x\" (\"A=b\" int, said text)");
        assertThat(Comparison.of(from, to, Form.SAFE).questions().stream()
                        .map(question -> Comparison.rename(
                                question.from().id(),
                                question.candidates().getFirst().id())))
                .containsExactly("\"T x\".\"a=b\"=\"T x\".\"A=b\"", "\"T x\".\"say \"\"a.b\"\"\"=\"T x\".said");
        Comparison answered = compare(
                from, to, "public.\"T x\".\"a=b\" = \"T x\".\"A=b\"", "\"T x\".\"say \"\"a.b\"\"\"=T x.\"said\"");
        assertThat(places(answered))
                .containsExactly(
                        "rename column public.T x.a=b: a:1 → b:1", "rename column public.T x.say \"a.b\": a:1 → b:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "users=people           | users     | people",
                "a\"b=c\"d              | a\"b       | c\"d",
                "\"a=b                  | \"a        | b",
                "\"a=b\"=c              | \"a=b\"     | c",
                "t.\"a=b\"=t.\"\"\"=\"      | t.\"a=b\"   | t.\"\"\"=\"",
                "T x.a = b              | T x.a     | b"
            })
    void theNamesArePartedOutsideOfQuotes(String text, String from, String to) {
        assertThat(Comparison.Answer.parse(text)).isEqualTo(new Comparison.Answer(from, to));
    }
}
