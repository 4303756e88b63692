package dev.plumbline.sql;

import java.util.List;
import java.util.Optional;

/** A file taken apart: its statements in order, what it tells Plumbline, and what was passed over. */
public record Script(SourceText source, List<Statement> statements, List<Directive> directives, List<Note> notes) {
    public Script {
        statements = List.copyOf(statements);
        directives = List.copyOf(directives);
        notes = List.copyOf(notes);
    }

    /** The first directive of that name. */
    public Optional<Directive> directive(String name) {
        return directives.stream().filter(d -> d.name().equals(name)).findFirst();
    }
}
