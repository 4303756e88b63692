package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.util.List;

/** What {@code --allow} can lift. */
final class Guardrail {
    /** Steps that lose rows or values. */
    static final String DESTRUCTIVE = "destructive";

    private Guardrail() {}

    /** The names, all of which stand for one. */
    static List<String> check(List<String> named) {
        for (String name : named) {
            if (!name.equals(DESTRUCTIVE)) {
                throw Problem.of(ProblemId.USAGE, "there is no guardrail \"" + name + "\" to lift")
                        .remedy("--allow destructive lets steps that lose rows or values pass")
                        .exception();
            }
        }
        return named;
    }
}
