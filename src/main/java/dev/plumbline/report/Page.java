package dev.plumbline.report;

import dev.plumbline.ProblemId;
import dev.plumbline.Severity;
import java.util.stream.Collectors;

/** What the documentation says of a rule or a problem, as it stands there in Markdown. */
public sealed interface Page {
    /** The page of a rule that migration files are checked by. */
    record OfRule(String id, Severity severity, String markdown) implements Page {}

    /** The page of a problem. */
    record OfProblem(ProblemId problem, String markdown) implements Page {
        @Override
        public String id() {
            return problem.toString();
        }
    }

    String id();

    String markdown();

    /** The first sentence: what it is. */
    default String summary() {
        String paragraph = markdown()
                .lines()
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        return paragraph.split("(?<=\\.) ", 2)[0];
    }
}
