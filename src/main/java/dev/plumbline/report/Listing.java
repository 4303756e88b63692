package dev.plumbline.report;

import dev.plumbline.model.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text in blocks: a heading, and lines of aligned columns below it. */
final class Listing {
    private final StringBuilder text = new StringBuilder();

    /**
     * Begins a block.
     *
     * @param heading what it is and its name
     * @param remarks what else there is to say of it; empty ones are left out
     */
    void block(String heading, List<String> remarks) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(heading);
        List<String> said = remarks.stream().filter(remark -> !remark.isEmpty()).toList();
        if (!said.isEmpty()) {
            text.append("  (").append(String.join(", ", said)).append(')');
        }
        text.append('\n');
    }

    /** Lines of the block whose columns are aligned with each other. */
    void rows(List<List<String>> rows) {
        Columns columns = new Columns();
        rows.forEach(row -> columns.row(row.toArray(String[]::new)));
        text.append(columns.text());
    }

    /** A line of the block. */
    void line(String line) {
        text.append("  ").append(line).append('\n');
    }

    /** Text of several lines, such as a query. */
    void body(String body) {
        text.append(Printable.block(body, "    "));
    }

    /** The lines that objects of all kinds may have. */
    void tail(List<Privilege> privileges, Optional<String> comment) {
        Grants.lines(privileges).forEach(this::line);
        comment.ifPresent(said -> line("comment " + Printable.line(said)));
    }

    /** A comment at the end of a line, or nothing. */
    static String comment(Optional<String> comment) {
        return comment.map(text -> "-- " + Printable.line(text)).orElse("");
    }

    /** Words with blanks between; empty ones are left out. */
    static String words(String... words) {
        List<String> said = new ArrayList<>(List.of(words));
        said.removeIf(String::isEmpty);
        return String.join(" ", said);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
