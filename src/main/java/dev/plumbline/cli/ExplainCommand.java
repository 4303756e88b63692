package dev.plumbline.cli;

import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.report.ExplainReport;
import java.util.List;
import java.util.Locale;

/** Says what a rule or a problem is about. */
final class ExplainCommand extends PlumbCommand {
    private final Choice<String> id =
            arguments.lastParameter("ID", "a rule or a problem, as messages begin with it; all are listed without one");

    ExplainCommand() {
        super("explain", "says what a rule or problem is about: why, what to do, and an example of both");
    }

    @Override
    int run(Surroundings surroundings) {
        if (id.value().isEmpty()) {
            List<ExplainReport.Page> pages =
                    Pages.ids().stream().flatMap(it -> Pages.find(it).stream()).toList();
            surroundings.result(() -> ExplainReport.list(pages), () -> ExplainReport.listJson(pages));
            return 0;
        }
        String typed = id.value().get();
        Surroundings.refuseEmpty("ID", typed);
        ExplainReport.Page page = Pages.find(typed.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Problem.of(ProblemId.USAGE, "there is no rule or problem " + typed)
                        .remedy(Nearest.of(typed, Pages.ids())
                                .map(nearest -> "did you mean: plumb explain " + nearest)
                                .orElse("see what there is: plumb explain"))
                        .exception());
        surroundings.result(() -> ExplainReport.text(page), () -> ExplainReport.json(page));
        return 0;
    }
}
