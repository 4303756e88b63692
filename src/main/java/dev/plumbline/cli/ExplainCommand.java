package dev.plumbline.cli;

import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.lint.rules.Rules;
import dev.plumbline.report.ExplainReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
                    ids().stream().flatMap(it -> page(it).stream()).toList();
            surroundings.result(() -> ExplainReport.list(pages), () -> ExplainReport.listJson(pages));
            return 0;
        }
        String typed = id.value().get();
        Surroundings.refuseEmpty("ID", typed);
        ExplainReport.Page page = page(typed.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Problem.of(ProblemId.USAGE, "there is no rule or problem " + typed)
                        .remedy(Nearest.of(typed, ids())
                                .map(nearest -> "did you mean: plumb explain " + nearest)
                                .orElse("see what there is: plumb explain"))
                        .exception());
        surroundings.result(() -> ExplainReport.text(page), () -> ExplainReport.json(page));
        return 0;
    }

    private static Set<String> ids() {
        Set<String> ids = new TreeSet<>(Rules.ids());
        Arrays.stream(ProblemId.values()).map(ProblemId::toString).forEach(ids::add);
        return ids;
    }

    private static Optional<ExplainReport.Page> page(String id) {
        List<Optional<ExplainReport.Page>> found = new ArrayList<>();
        if (ids().contains(id)) {
            found.add(read("rule", id));
            found.add(read("problem", id));
        }
        return found.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<ExplainReport.Page> read(String kind, String id) {
        try (InputStream in = ExplainCommand.class.getResourceAsStream("/" + kind + "s/" + id + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            new ExplainReport.Page(id, kind, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
