package dev.plumbline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.Finding;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.risk.World;
import dev.plumbline.sql.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return linter.check(input("0002_example", sql), world);
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
}
