package dev.plumbline.cli;

import dev.plumbline.Background;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.BlastRadius;
import dev.plumbline.plan.Step;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.report.DiffReport;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Grammar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class DiffCommand extends PlumbCommand {
    private final Required from = arguments.parameter(
            "FROM",
            "what is there: db:URL, migrations:DIR or sql:FILE, or",
            "db: and migrations: for the configured ones");
    private final Required to = arguments.secondParameter("TO", "what is to be, named in the same ways");
    private final CompareOptions compare = new CompareOptions(arguments);
    private final Flag sql = arguments.flag("--sql", "print nothing but the statements, and what they lose, for psql");
    private final Flag reverse = arguments.flag("--reverse", "print the statements of the way back");
    private final Flag exitCode =
            arguments.flag("--exit-code", "exit with 1 where there is any difference, also one to be mended by hand");

    DiffCommand() {
        super("diff", "says what differs between two schemas, and the statements that lead from one to the other");
        arguments.footer("It writes nothing: files and directories are replayed on a throwaway PostgreSQL.");
    }

    @Override
    @Nullable
    Path typedDirectory() {
        return Sources.directory(from.value(), to.value());
    }

    @Override
    int run(Surroundings surroundings) {
        if (sql.given() && options.json.given()) {
            throw Problem.of(ProblemId.USAGE, "--sql and --json are two forms of one result")
                    .remedy("leave out --sql, or leave out --json")
                    .exception();
        }
        String sources = Sources.line(from.value(), to.value());
        try (EarlyEnd _ = EarlyEnd.of(surroundings, "plumb diff " + sources)) {
            return compare(surroundings);
        }
    }

    private int compare(Surroundings surroundings) {
        DiffReport.Way way = reverse.given() ? DiffReport.Way.BACK : DiffReport.Way.THERE;
        Comparison comparison = sql.given() ? printSql(surroundings, way) : print(surroundings, way);
        return exitCode.given() && !comparison.isEmpty() ? 1 : 0;
    }

    private Comparison printSql(Surroundings surroundings, DiffReport.Way way) {
        Comparison comparison = compare.comparison(surroundings, "diff", from.value(), to.value());
        CompareOptions.ask(surroundings, comparison);
        surroundings.sql(DiffReport.sql(comparison, way));
        return comparison;
    }

    private Comparison print(Surroundings surroundings, DiffReport.Way way) {
        // While the sources are read, and while they are compared.
        Background<Grammar> grammar = Background.start("loading the grammar", Grammar::new);
        Sources.Pair pair = compare.read(surroundings, "diff", from.value(), to.value());
        Schema begin = way == DiffReport.Way.THERE ? pair.from() : pair.to();
        Background<World> world = Background.start("looking up what needs what", () -> World.of(begin));
        Comparison comparison = compare.comparison(surroundings, "diff", from.value(), to.value(), pair);
        List<Step> steps = (way == DiffReport.Way.THERE ? comparison.plan() : comparison.back()).steps();
        List<Optional<BlastRadius>> radii = BlastRadius.of(steps, world.result(), grammar.result());
        surroundings.result(
                () -> DiffReport.text(comparison, way, radii), () -> DiffReport.json(comparison, way, radii));
        return comparison;
    }
}
