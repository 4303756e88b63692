package dev.plumbline.lint;

import dev.plumbline.Finding;
import dev.plumbline.Place;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.Severity;
import dev.plumbline.risk.World;
import dev.plumbline.risk.effect.Effects;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.Splitter;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.grammar.Grammar;
import dev.plumbline.sql.grammar.SyntaxError;
import dev.plumbline.sql.grammar.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks scripts, one after another. Not thread-safe. */
public final class Linter {
    static final String SYNTAX_ERROR = "syntax-error";

    private final Settings settings;
    private final Grammar grammar = new Grammar();
    private final List<Checking> checking;
    private final Set<String> ids;

    /** A rule that is on, as the project has it. */
    private record Checking(Rule rule, String id, Severity severity) {}

    /** {@code all} are the rules there are; the settings say which of them are checked. */
    public Linter(List<Rule> all, Settings settings) {
        this.settings = settings;
        this.checking = all.stream()
                .filter(settings::isOn)
                .map(rule -> new Checking(rule, rule.id(), settings.severity(rule)))
                .toList();
        this.ids = all.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A script to check.
     *
     * @param path      as the user would type it
     * @param version   of the migration; empty for a file that is none
     * @param slug      the words of its name
     * @param source    its text, placeholders filled in
     * @param eachAlone whether it runs outside of transactions
     */
    public record Input(Path path, String version, String slug, Supplier<SourceText> source, boolean eachAlone) {}

    /**
     * What was found in a script.
     *
     * @param fixes for some of the findings, in the order of the text
     */
    public record Checked(Path path, List<Finding> findings, List<Fix> fixes) {
        public Checked {
            findings = List.copyOf(findings);
            fixes = List.copyOf(fixes);
        }
    }

    /**
     * Checks a script.
     *
     * @param world what is known of the database before it, and after it when this returns
     */
    public Checked check(Input input, World world) {
        try {
            return check(input, Splitter.split(input.source().get()), world);
        } catch (ProblemException e) {
            return new Checked(input.path(), List.of(finding(e.problem(), input.path())), List.of());
        }
    }

    /** What cannot be read is a finding among the others: the other files are still checked. */
    private static Finding finding(Problem problem, Path path) {
        String at = problem.at().isEmpty() ? path.toString() : problem.at().getFirst();
        String[] parts = at.split(":(?=\\d+:\\d+$)", 2);
        String[] numbers = parts.length == 2 ? parts[1].split(":", 2) : new String[] {"0", "0"};
        int line = Integer.parseInt(numbers[0]);
        int column = Integer.parseInt(numbers[1]);
        return new Finding(
                problem.id().toString(),
                Severity.ERROR,
                problem.what(),
                List.of(new Place("migration", parts[0], line, column, column + 1, "")),
                problem.excerpt(),
                problem.remedies(),
                false);
    }

    private Checked check(Input input, Script script, World world) {
        Map<Rule, Report> reports = new LinkedHashMap<>();
        checking.forEach(it -> reports.put(it.rule(), new Report(it.id(), it.severity(), script)));
        Report errors = new Report(SYNTAX_ERROR, Severity.ERROR, script);
        Subject.File file =
                new Subject.File(input.path(), input.version(), input.slug(), script, settings, new ArrayList<>());
        Transactions transactions = new Transactions(input.eachAlone());
        for (Statement statement : script.statements()) {
            parse(statement, errors).ifPresent(tree -> {
                Subject subject = new Subject(
                        file, statement, tree, world, Effects.of(tree, world), transactions.of(statement, tree));
                reports.forEach((rule, report) -> rule.check(subject, report));
                file.subjects().add(subject);
                subject.transaction().subjects().add(subject);
                world.run(tree, statement.text());
            });
        }
        reports.forEach((rule, report) -> rule.checkFile(file, report));
        world.settle();
        return checked(input.path(), script, reports, errors);
    }

    private Optional<Tree> parse(Statement statement, Report errors) {
        if (statement.copyRows().isPresent()) {
            // The rows that follow are no SQL, and the statement says nothing else of interest.
            return Optional.empty();
        }
        try {
            return Optional.of(grammar.parseOne(statement.text()));
        } catch (SyntaxError e) {
            int at = statement.offset() + e.at();
            errors.at(at, at + 1)
                    .instead("correct the file; it is parsed as PostgreSQL " + Grammar.MAJOR + " would")
                    .say(e.why());
            return Optional.empty();
        }
    }

    private Checked checked(Path path, Script script, Map<Rule, Report> reports, Report errors) {
        List<Report.Reported> all = new ArrayList<>(errors.reported());
        if (!script.statements().isEmpty()) {
            Allowances allowances = new Allowances(script);
            for (Report report : reports.values()) {
                report.reported().stream()
                        .filter(it -> !allowances.allows(it.finding().id(), it.offset()))
                        .forEach(all::add);
            }
            all.addAll(allowances.reported(ids));
        }
        all.sort(Comparator.comparingInt(Report.Reported::offset)
                .thenComparing(it -> it.finding().severity())
                .thenComparing(it -> it.finding().id()));
        return new Checked(
                path,
                all.stream().map(Report.Reported::finding).toList(),
                all.stream().flatMap(it -> it.fix().stream()).toList());
    }
}
