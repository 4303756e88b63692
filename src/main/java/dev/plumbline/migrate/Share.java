package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import java.util.List;

/**
 * How much of a directory is applied to a database.
 *
 * @param applied those that are, in the directory's order
 * @param pending those that a run would apply, in order; those among them that are partly there included
 * @param remarks sentences on what a shadow made of the applied ones does not have
 */
public record Share(List<Migration> applied, List<Migration> pending, List<String> remarks) {
    public Share {
        applied = List.copyOf(applied);
        pending = List.copyOf(pending);
        remarks = List.copyOf(remarks);
    }

    static Share of(Status status) {
        List<Entry> pending = status.pending();
        return new Share(
                status.in(State.APPLIED).stream()
                        .filter(entry -> !entry.covered())
                        .flatMap(entry -> entry.migration().stream())
                        .toList(),
                pending.stream().flatMap(entry -> entry.migration().stream()).toList(),
                pending.stream()
                        .filter(entry -> entry.state() == State.PARTIAL || isOther(entry))
                        .map(entry -> entry.name()
                                + (isOther(entry)
                                        ? " is applied there with another text, and here it runs as if for the first time"
                                        : " is partly applied there, and here it runs as a whole"))
                        .toList());
    }

    /** Whether it is a repeatable one that was applied as it no longer is. */
    private static boolean isOther(Entry entry) {
        return entry.kind() == Kind.REPEATABLE && entry.applied().isPresent();
    }
}
