package dev.plumbline.cli;

import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.report.ExplainReport;
import dev.plumbline.report.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Says what a rule or a problem is about. */
final class ExplainCommand extends PlumbCommand {
    private static final int MOST = 5;
    private static final int SHORTEST_WORD = 3;

    private final Choice<String> id =
            arguments.lastParameter("ID", "a rule or a problem, as messages begin with it; all are listed without one");

    ExplainCommand() {
        super("explain", "says what a rule or problem is about: why, what to do, and an example of both");
    }

    @Override
    boolean isConfigured() {
        return false;
    }

    @Override
    int run(Surroundings surroundings) {
        int width = arguments.width();
        if (id.value().isEmpty()) {
            List<Page> pages = Pages.all();
            print(surroundings, ExplainReport.list(pages, width), ExplainReport.listJson(pages));
            return 0;
        }
        String typed = id.value().get();
        Surroundings.refuseEmpty("ID", typed);
        // Who pastes the beginning of a message pastes its colon.
        String wanted = typed.strip().toLowerCase(Locale.ROOT).replaceFirst(":.*", "");
        List<Page> pages = Pages.find(wanted);
        if (pages.isEmpty()) {
            throw unknown(typed.strip(), wanted);
        }
        print(surroundings, ExplainReport.text(pages, width), ExplainReport.json(pages));
        return 0;
    }

    /** The commands in a page are its own, and not completed with what was typed. */
    private void print(Surroundings surroundings, String text, String json) {
        surroundings.terminal().print(options.json.given() ? json : text);
    }

    private static ProblemException unknown(String typed, String wanted) {
        List<String> remedies = new ArrayList<>();
        Nearest.of(wanted, Pages.ids()).ifPresent(nearest -> remedies.add("did you mean: plumb explain " + nearest));
        if (remedies.isEmpty()) {
            about(wanted).stream()
                    .map(Page::id)
                    .distinct()
                    .forEach(id -> remedies.add("plumb explain " + id + ", which speaks of it"));
        }
        remedies.add("see all there are: plumb explain");
        return Problem.of(ProblemId.USAGE, "there is no rule or problem " + typed)
                .remedy(remedies.toArray(String[]::new))
                .exception();
    }

    /** Pages that share a word of their name with what was typed, or hold it: an SQLSTATE, a setting, a word of a message. */
    private static List<Page> about(String wanted) {
        if (wanted.length() < SHORTEST_WORD) {
            return List.of();
        }
        List<String> words = Arrays.stream(wanted.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .toList();
        record Match(Page page, long shared) {}
        return Pages.all().stream()
                .map(page -> new Match(
                        page,
                        words.stream()
                                .filter(word -> ("-" + page.id()).contains("-" + word))
                                .count()))
                .filter(match -> match.shared() > 0
                        || match.page().markdown().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparingLong(Match::shared).reversed())
                .limit(MOST)
                .map(Match::page)
                .toList();
    }
}
