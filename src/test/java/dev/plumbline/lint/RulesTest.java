package dev.plumbline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.Finding;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.risk.World;
import dev.plumbline.sql.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule has a page, breaks on its bad examples and not on its good ones, and mends what it says it mends. */
class RulesTest {
    private static final int MAJOR = 18;
    /** What an example may say first: the version it is for, or the name of the migration it is. */
    private static final Pattern NAMED = Pattern.compile("-- (\\d{4}_\\S+)\\.up\\.sql\\n");

    private static final Pattern MARKED = Pattern.compile("-- PostgreSQL (\\d+)\\n");

    @TestFactory
    Stream<DynamicTest> examples() {
        return Rules.ALL.stream().map(rule -> DynamicTest.dynamicTest(rule.id(), () -> holds(rule)));
    }

    private static void holds(Rule rule) throws IOException {
        RulePage page = RulePage.of(rule.id());
        assertThat(page.text()).startsWith("# " + rule.id() + "\n");
        assertThat(page.text()).contains("\n## Why\n", "\n## Instead\n", "\n## Elsewhere\n");
        assertThat(page.text()).contains("| " + rule.severity());
        assertThat(page.bad()).as("bad examples").isNotEmpty();
        assertThat(page.good()).as("good examples").isNotEmpty();
        for (String bad : page.bad()) {
            Linter.Checked checked = check(rule, page, bad);
            assertThat(ids(checked)).as(bad).contains(rule.id());
            if (checked.findings().stream().anyMatch(Finding::fixable)) {
                assertThat(page.text()).as("says that it can be mended").contains("| yes |");
                String mended = Mended.of(bad, checked.fixes()).text();
                assertThat(ids(check(rule, page, mended)))
                        .as("mended:\n" + mended)
                        .isEmpty();
            }
        }
        for (String good : page.good()) {
            assertThat(ids(check(rule, page, good))).as(good).isEmpty();
        }
    }

    private static List<String> ids(Linter.Checked checked) {
        return checked.findings().stream().map(Finding::id).toList();
    }

    private static Linter.Checked check(Rule rule, RulePage page, String sql) {
        Map<String, Boolean> switches = new HashMap<>();
        Rules.ALL.forEach(other -> switches.put(other.id(), other.id().equals(rule.id())));
        var marked = MARKED.matcher(sql);
        int major = marked.lookingAt() ? Integer.parseInt(marked.group(1)) : MAJOR;
        World world = World.unknown(major);
        Linter linter = new Linter(Rules.ALL, new Settings(major, Map.of(), switches, Map.of()));
        if (!page.given().isEmpty()) {
            Map<String, Boolean> none = new HashMap<>();
            Rules.ALL.forEach(other -> none.put(other.id(), false));
            Linter.Checked given = new Linter(Rules.ALL, new Settings(major, Map.of(), none, Map.of()))
                    .check(input("0001_given", page.given()), world);
            assertThat(given.findings()).as("what is given").isEmpty();
        }
        var named = NAMED.matcher(sql);
        return linter.check(input(named.lookingAt() ? named.group(1) : "0002_example", sql), world);
    }

    private static Linter.Input input(String name, String sql) {
        String file = "db/migrations/" + name + ".up.sql";
        return new Linter.Input(
                Path.of(file), name.substring(0, 4), name.substring(5), () -> SourceText.of(file, sql), false);
    }

    @Test
    void everyPageIsARules() throws IOException {
        try (Stream<Path> pages = Files.list(RulePage.FOLDER)) {
            assertThat(new TreeSet<>(pages.map(it -> it.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replace(".md", ""))
                            .toList()))
                    .isEqualTo(Rules.ids());
        }
    }

    @Test
    void rulesAreInOrder() {
        assertThat(Rules.ALL).isSortedAccordingTo(Comparator.comparing(Rule::id));
        assertThat(Rules.ids()).hasSameSizeAs(Rules.ALL);
    }

    @Test
    void theOverviewListsEachRule() throws IOException {
        String overview = Files.readString(RulePage.FOLDER.resolve("README.md"));
        for (Rule rule : Rules.ALL) {
            String severity = rule.severity() + (rule.on() ? "" : ", off");
            assertThat(overview).containsOnlyOnce("| [%s](%s.md) | %s | ".formatted(rule.id(), rule.id(), severity));
        }
    }

    /** Every rule of the other linters has a line that names rules of ours, or says why there is none. */
    @Test
    void theOverviewTellsOfOtherLinters() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| (squawk|eugene|strong_migrations) \\| (.+?) \\| (.+) \\|$");
        Pattern link = Pattern.compile("\\[([a-z-]+)]\\(\\1\\.md\\)");
        List<String> theirs = new ArrayList<>();
        String overview = Files.readString(RulePage.FOLDER.resolve("README.md"));
        row.matcher(overview).results().forEach(found -> {
            theirs.add(found.group(1) + ": " + found.group(2));
            List<String> ours = link.matcher(found.group(3))
                    .results()
                    .map(it -> it.group(1))
                    .toList();
            assertThat(Rules.ids()).containsAll(ours);
            for (String id : ours) {
                assertThat(elsewhere(id)).as(id).contains(found.group(1) + ": " + found.group(2));
            }
            assertThat(!ours.isEmpty()
                            || found.group(3).startsWith("none: ")
                            || found.group(3).startsWith('`' + Linter.SYNTAX_ERROR + '`'))
                    .as(found.group())
                    .isTrue();
        });
        assertThat(theirs).isEqualTo(peers());
        for (Rule rule : Rules.ALL) {
            assertThat(peers()).as(rule.id()).containsAll(elsewhere(rule.id()));
        }
    }

    private static List<String> peers() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/lint/peers.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** What a page says of other linters, as {@code tool: rule}. */
    private static List<String> elsewhere(String id) {
        String text = page(id).text();
        String last = text.substring(text.indexOf("## Elsewhere") + 12).strip().replace('\n', ' ');
        List<String> all = new ArrayList<>();
        for (String part : last.split(" · ", -1)) {
            String[] tool = part.split(": ", 2);
            for (String one : tool[1].split(", ", -1)) {
                if (!one.equals("–")) {
                    all.add(tool[0] + ": " + one);
                }
            }
        }
        return all;
    }

    private static RulePage page(String id) {
        try {
            return RulePage.of(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
