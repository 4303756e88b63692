package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every problem has a page of one form, which shows the problem as a run printed it: what a page quotes is held to the texts that
 * {@link ProblemGoldensTest} asks for.
 */
class ProblemPagesTest {
    private static final Path FOLDER = Path.of("docs/problems");
    private static final List<Path> GOLDENS =
            List.of(Path.of("src/test/resources/cli"), Path.of("src/test/resources/problems"));

    private static final String HEADER = "| exit code | state | run it again |";
    private static final int FEWEST_LINES = 15;
    private static final int MOST_LINES = 60;
    private static final int WIDEST = 180;
    private static final int WIDEST_CODE = 120;
    private static final int LONGEST_SENTENCE = 150;

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern IN_CODE = Pattern.compile("`([a-z0-9]+(?:-[a-z0-9]+)+)`");

    /** What a golden text writes for what differs from run to run. */
    private static final Pattern VARYING = Pattern.compile("<[a-z]+>");

    /** What a page leaves out of a line. */
    private static final String CUT = "…";

    @TestFactory
    Stream<DynamicTest> pages() {
        return Arrays.stream(ProblemId.values()).map(id -> DynamicTest.dynamicTest(id.toString(), () -> holds(id)));
    }

    private static void holds(ProblemId id) throws IOException {
        String page = page(id);
        assertThat(page).startsWith("# " + id + "\n\n").endsWith("\n").doesNotContain("\t", "\n\n\n");
        assertThat(BLOCK.matcher(page).replaceAll("").lines().filter(line -> line.startsWith("#")))
                .containsExactly("# " + id, "## Why", "## Instead", "## Bad", "## Good");
        assertThat(page)
                .contains("\n" + HEADER + "\n|---|---|---|\n| " + id.kind().exitCode() + " | ");
        assertThat(page.lines().count()).isBetween((long) FEWEST_LINES, (long) MOST_LINES);
        assertThat(page.lines().filter(line -> !line.startsWith("|")))
                .allMatch(line -> line.codePointCount(0, line.length()) <= WIDEST);
        assertThat(blocks(page).stream().flatMap(String::lines))
                .allMatch(line -> line.codePointCount(0, line.length()) <= WIDEST_CODE);
        String first = page.lines().skip(2).findFirst().orElseThrow();
        assertThat(first.split("(?<=\\.) ", 2)[0])
                .as("the first sentence, which stands in lists")
                .endsWith(".")
                .hasSizeBetween(20, LONGEST_SENTENCE);
        assertThat(blocks(section(page, "Bad"))).as("bad examples").isNotEmpty();
        assertThat(blocks(section(page, "Good"))).as("good examples").isNotEmpty();
        assertThat(page.lines().filter(line -> line.startsWith("```")).count() % 2)
                .as("each block is closed")
                .isZero();
    }

    private static String page(ProblemId id) throws IOException {
        Path file = FOLDER.resolve(id + ".md");
        assertThat(file)
                .as(
                        "the page of %s: write it with the sections Why, Instead, Bad and Good, as its neighbours are; Bad quotes a text"
                                + " from %s or %s",
                        id, GOLDENS.getFirst(), GOLDENS.getLast())
                .exists();
        return Files.readString(file);
    }

    @Test
    void everyPageIsAProblems() throws IOException {
        assertThat(files(FOLDER).stream().map(file -> file.getFileName().toString()))
                .containsExactlyElementsOf(Arrays.stream(ProblemId.values())
                        .map(id -> id + ".md")
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Where a page names another one as if it were an id, there is one. */
    @Test
    void whatPagesReferToIsThere() throws IOException {
        List<String> ids = Arrays.stream(ProblemId.values())
                .map(ProblemId::toString)
                .filter(id -> id.contains("-"))
                .toList();
        List<String> otherWords = List.of(
                "up-down",
                "verify-ca",
                "verify-full",
                "no-transaction",
                "out-of-order",
                "lock-timeout",
                "rolled-back",
                "plumb-yml",
                "statement-timeout");
        for (Path file : files(FOLDER)) {
            Matcher words = IN_CODE.matcher(Files.readString(file));
            while (words.find()) {
                assertThat(Stream.concat(ids.stream(), otherWords.stream()).toList())
                        .as(file.toString())
                        .contains(words.group(1));
            }
        }
    }

    /** Each text of a problem that a page quotes is one that a run printed; a page may cut a long line short. */
    @TestFactory
    Stream<DynamicTest> quotations() throws IOException {
        List<List<String>> printed = printed();
        return Arrays.stream(ProblemId.values())
                .filter(id -> id != ProblemId.INTERNAL_ERROR)
                .map(id -> DynamicTest.dynamicTest(id.toString(), () -> {
                    List<List<String>> quoted = quoted(id, page(id));
                    assertThat(quoted).as("texts of this problem").isNotEmpty();
                    for (List<String> text : quoted) {
                        assertThat(printed.stream()
                                        .filter(golden -> golden.getFirst().startsWith(id + ": ")))
                                .as(String.join("\n", text))
                                .anyMatch(golden -> isOf(text, golden));
                    }
                }));
    }

    /** The texts of a problem in the blocks of a page: from the line that begins with its id to the end of the block. */
    private static List<List<String>> quoted(ProblemId id, String page) {
        return blocks(page).stream()
                .map(block -> block.lines()
                        .dropWhile(line -> !line.startsWith(id + ": "))
                        .toList())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Every text in the goldens that begins as a problem does, up to the line that is not part of it. */
    private static List<List<String>> printed() throws IOException {
        List<List<String>> texts = new ArrayList<>();
        for (Path folder : GOLDENS) {
            for (Path file : files(folder)) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).matches("[a-z0-9-]+: .*")) {
                        List<String> text = new ArrayList<>(List.of(lines.get(i)));
                        lines.subList(i + 1, lines.size()).stream()
                                .takeWhile(line -> line.startsWith(" "))
                                .forEach(text::add);
                        texts.add(text);
                    }
                }
            }
        }
        return texts;
    }

    private static boolean isOf(List<String> text, List<String> golden) {
        return text.size() == golden.size()
                && Stream.iterate(0, i -> i + 1).limit(text.size()).allMatch(i -> isOf(text.get(i), golden.get(i)));
    }

    @SuppressWarnings("JdkObsolete") // Whether more text could still match is what hitEnd tells, and nothing else does.
    private static boolean isOf(String line, String golden) {
        Pattern pattern = Pattern.compile(
                Arrays.stream(VARYING.split(golden, -1)).map(Pattern::quote).collect(Collectors.joining(".+?")));
        if (pattern.matcher(line).matches() || !line.endsWith(CUT)) {
            return pattern.matcher(line).matches();
        }
        Matcher beginning =
                pattern.matcher(line.substring(0, line.length() - CUT.length()).stripTrailing());
        return !beginning.lookingAt() && beginning.hitEnd();
    }

    private static String section(String page, String heading) {
        int from = page.indexOf("\n## " + heading + "\n");
        int to = page.indexOf("\n## ", from + 1);
        return from < 0 ? "" : page.substring(from, to < 0 ? page.length() : to);
    }

    private static List<String> blocks(String text) {
        return BLOCK.matcher(text).results().map(block -> block.group(2)).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
