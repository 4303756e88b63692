package dev.plumbline;

import java.util.List;
import java.util.Objects;

/**
 * Why a command could not do its work, in the words shown to the person who typed it.
 *
 * <p>Rendered as
 *
 * <pre>
 * unterminated-string: the string that starts here never ends
 *   at     db/migrations/3_add_email.up.sql:7:12
 *            7 | update users set email = 'x
 *              |                          ^
 *   state  nothing was sent to the database
 *   do     close the string with '
 * </pre>
 *
 * @param id       stable name, also what {@code plumb explain} takes
 * @param what     one sentence: what happened, with the names and values found
 * @param at       the places it happened at: {@code file:line:column}, a database, an object; may be empty
 * @param excerpt  lines of the source with a caret, shown under the places; may be empty
 * @param state    what state the database or the files are left in; empty where nothing was touched
 * @param remedies what to do next, each a command to paste or a short instruction
 */
public record Problem(
        ProblemId id, String what, List<String> at, List<String> excerpt, String state, List<String> remedies) {

    public Problem {
        Objects.requireNonNull(id);
        if (what.isBlank()) {
            throw new IllegalArgumentException("a problem says what happened");
        }
        at = List.copyOf(at);
        excerpt = List.copyOf(excerpt);
        remedies = List.copyOf(remedies);
    }

    /** A problem that only says what happened; the {@code with} methods add the rest. */
    public static Problem of(ProblemId id, String what) {
        return new Problem(id, what, List.of(), List.of(), "", List.of());
    }

    public Problem at(String... places) {
        return new Problem(id, what, List.of(places), excerpt, state, remedies);
    }

    public Problem excerpt(List<String> lines) {
        return new Problem(id, what, at, lines, state, remedies);
    }

    public Problem state(String sentence) {
        return new Problem(id, what, at, excerpt, sentence, remedies);
    }

    public Problem remedy(String... instructions) {
        return new Problem(id, what, at, excerpt, state, List.of(instructions));
    }

    /** This problem as an exception, to be thrown. */
    public ProblemException exception() {
        return new ProblemException(this, null);
    }

    /** This problem as an exception that keeps what caused it, for the log. */
    public ProblemException exception(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
