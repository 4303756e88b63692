package dev.plumbline.config;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong in one file. One mistake is told with its line and a caret, several as a list. */
final class Mistakes {
    private record Mistake(Position position, String what, String instead) {}

    private final Source source;
    private final List<Mistake> mistakes = new ArrayList<>();

    Mistakes(Source source) {
        this.source = source;
    }

    /** @param instead what to do, or empty */
    void add(Node node, String what, String instead) {
        add(node.getStartMark().map(Position::of).orElse(Position.START), what, instead);
    }

    void add(Position position, String what, String instead) {
        mistakes.add(new Mistake(position, what, instead));
    }

    void failIfAny() {
        if (!mistakes.isEmpty()) {
            throw problem();
        }
    }

    ProblemException problem() {
        Mistake first = mistakes.getFirst();
        if (mistakes.size() == 1) {
            Problem problem = Problem.of(ProblemId.CONFIG_INVALID, first.what())
                    .at(source.place(first.position()))
                    .excerpt(source.excerpt(first.position()));
            return (first.instead().isEmpty() ? problem : problem.remedy(first.instead())).exception();
        }
        return Problem.of(ProblemId.CONFIG_INVALID, "%s holds %d mistakes".formatted(source.shown(), mistakes.size()))
                .at(mistakes.stream()
                        .sorted(Comparator.comparing(Mistake::position))
                        .map(mistake -> source.place(mistake.position()) + ": " + mistake.what()
                                + (mistake.instead().isEmpty() ? "" : "; " + mistake.instead()))
                        .toArray(String[]::new))
                .remedy("correct them in " + source.shown() + ", then run the same command again")
                .exception();
    }

    /** Line and column, from 1; columns count characters, not UTF-16 units. */
    record Position(int line, int column) implements Comparable<Position> {
        static final Position START = new Position(1, 1);

        static Position of(Mark mark) {
            return new Position(mark.getLine() + 1, mark.getColumn() + 1);
        }

        @Override
        public int compareTo(Position other) {
            return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
        }
    }
}
