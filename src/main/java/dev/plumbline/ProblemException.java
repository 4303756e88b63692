package dev.plumbline;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} up to the command line, which prints it and exits with its code. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.id() + ": " + problem.what(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
