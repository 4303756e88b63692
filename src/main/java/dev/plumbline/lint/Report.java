package dev.plumbline.lint;

import dev.plumbline.Excerpt;
import dev.plumbline.Finding;
import dev.plumbline.Place;
import dev.plumbline.Severity;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.SourceText;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what one rule has against a file and makes findings of it. */
public final class Report {
    private final String rule;
    private final Severity severity;
    private final Script script;
    private final List<Reported> reported = new ArrayList<>();

    Report(String rule, Severity severity, Script script) {
        this.rule = rule;
        this.severity = severity;
        this.script = script;
    }

    /**
     * A finding, and what mends it.
     *
     * @param offset in the text of the file
     */
    record Reported(Finding finding, int offset, Optional<Fix> fix) {}

    /** Begins a finding about a comment. */
    Draft at(Position position) {
        return new Draft(position);
    }

    /** Begins a finding about a statement. */
    public Draft at(Subject subject) {
        int from = subject.statement().offset();
        return new Draft(from, from + firstWords(subject.statement().text()));
    }

    /** Begins a finding about a sub-command of {@code ALTER TABLE}. */
    public Draft at(Alteration alteration) {
        int from = alteration.from();
        return new Draft(from, from + firstWords(script.source().text().substring(from, alteration.to())));
    }

    /** Begins a finding about a node of a statement. */
    public Draft at(Subject subject, Tree node) {
        int offset = subject.offset(node);
        return node.at().isEmpty()
                ? at(subject)
                : new Draft(offset, offset + word(script.source().text(), offset));
    }

    /** Begins a finding about a part of the file's text. */
    public Draft at(int from, int to) {
        return new Draft(from, to);
    }

    /** Begins a finding about the file as a whole. */
    public Draft atFile() {
        return new Draft(-1, -1);
    }

    List<Reported> reported() {
        return reported;
    }

    /** The length of a text's first line, at most of the words that say what it is. */
    private static int firstWords(String text) {
        int end = 0;
        int words = 0;
        while (end < text.length() && words < 2 && text.charAt(end) != '\n') {
            int next = end + word(text, end);
            if (next == end) {
                end++;
            } else {
                end = next;
                words++;
            }
        }
        return Math.max(1, text.substring(0, end).stripTrailing().length());
    }

    private static int word(String text, int from) {
        int to = from;
        boolean quoted = to < text.length() && text.charAt(to) == '"';
        while (to < text.length()
                && (quoted
                        ? to == from || text.charAt(to - 1) != '"' || to == from + 1
                        : Character.isJavaIdentifierPart(text.charAt(to)))) {
            to++;
        }
        return Math.max(to - from, 1);
    }

    /** A finding that is being written. */
    public final class Draft {
        private final int from;
        private final int to;
        private String object = "";
        private List<String> remedies = List.of();
        private Optional<Fix> fix = Optional.empty();
        private boolean unsure;

        private final Optional<Position> position;

        private Draft(int from, int to) {
            this.from = from;
            this.to = to;
            this.position =
                    from < 0 ? Optional.empty() : Optional.of(script.source().position(from));
        }

        private Draft(Position position) {
            this.from = position.offset();
            this.to = from;
            this.position = Optional.of(position);
        }

        /** What it is about, such as {@code users.email}. */
        public Draft object(String name) {
            object = name;
            return this;
        }

        /** What to do. */
        public Draft instead(String... lines) {
            remedies = List.of(lines);
            return this;
        }

        /** It depends on what is not known, and so is a warning at most. */
        public Draft unsure() {
            unsure = true;
            return this;
        }

        /** What does it. */
        public Draft fix(Fix edits) {
            fix = Optional.of(edits);
            return this;
        }

        /** Ends it with the sentence that says what is wrong. */
        public void say(String message) {
            SourceText source = script.source();
            if (position.isEmpty()) {
                Place file = new Place("migration", source.file(), 0, 0, 0, object);
                add(message, file, List.of(), 0);
                return;
            }
            Position start = position.get();
            Position end = to == from
                    ? start
                    : source.position(Math.min(to, source.text().length()));
            int last = end.line() == start.line() && end.column() > start.column() ? end.column() : start.column() + 1;
            Place place = new Place("migration", source.file(), start.line(), start.column(), last, object);
            add(message, place, underlined(source.excerpt(start), last - start.column()), start.offset());
        }

        private void add(String message, Place place, List<String> excerpt, int offset) {
            reported.add(new Reported(
                    new Finding(
                            rule,
                            unsure && severity == Severity.ERROR ? Severity.WARNING : severity,
                            message,
                            List.of(place),
                            excerpt,
                            remedies,
                            fix.isPresent()),
                    offset,
                    fix));
        }

        /** {@link Excerpt} has one caret. */
        private static List<String> underlined(List<String> excerpt, int length) {
            int room = excerpt.getFirst().length() - excerpt.getLast().length() + 1;
            int more = Math.clamp(Math.min(length, room) - 1L, 0, 100);
            return List.of(excerpt.getFirst(), excerpt.getLast() + "^".repeat(more));
        }
    }
}
