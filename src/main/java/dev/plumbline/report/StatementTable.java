package dev.plumbline.report;

import dev.plumbline.migrate.Durations;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.rehearse.Lock;
import dev.plumbline.rehearse.Measured;
import dev.plumbline.risk.LockMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** What statements did, as a table whose lines fit a screen: the worst first, and under each its place and what it was about. */
final class StatementTable {
    /** How many characters a line may have. */
    private static final int WIDTH = 100;

    /** So many statements of a script are shown. */
    private static final int SHOWN = 10;

    /** So many relations are named beside a lock. */
    private static final int NAMED = 3;

    /** A statement is shown with at least so many characters. */
    private static final int LEAST = 30;

    private static final String DETAIL = "        ";
    private static final String NONE = "-";
    private static final List<String> HEADINGS = List.of("blocks", "held", "took", "rows", "WAL");

    /** A line of cells, or what stands under or between those. */
    private record Row(List<String> cells, String rest) {}

    private final List<Row> rows = new ArrayList<>();

    /** A line between the statements. */
    void heading(String text) {
        rows.add(new Row(List.of(), "  " + text));
    }

    /** The statements of a script, the worst first. */
    void add(List<Measured> statements) {
        List<Measured> sorted = statements.stream().sorted(Measured.WORST).toList();
        List<Measured> shown = sorted.subList(0, Math.min(SHOWN, sorted.size()));
        shown.forEach(this::add);
        List<Measured> more = sorted.subList(shown.size(), sorted.size());
        if (!more.isEmpty()) {
            boolean harmless = more.stream()
                    .noneMatch(it -> it.longest(LockMode::blocksWrites).isPresent());
            heading("and " + more.size() + (more.size() == 1 ? " statement" : " statements") + " more"
                    + (harmless ? " that block neither reads nor writes" : "") + " (--json has all)");
        }
    }

    private void add(Measured statement) {
        rows.add(new Row(
                List.of(
                        blocks(statement),
                        held(statement),
                        Durations.text(statement.took()),
                        statement.rows() == 0 ? NONE : Sizes.rows(statement.rows()),
                        statement.written() == 0 ? NONE : Sizes.bytes(statement.written())),
                statement.sql().strip().replaceAll("\\s+", " ")));
        List<String> details = details(statement);
        String line = "      " + statement.place();
        String all = String.join("; ", details);
        if (details.isEmpty() || line.length() + 2 + all.length() <= WIDTH) {
            rows.add(new Row(List.of(), (line + "  " + all).stripTrailing()));
            return;
        }
        rows.add(new Row(List.of(), line));
        details.forEach(detail -> rows.add(new Row(List.of(), DETAIL + detail)));
    }

    private static String blocks(Measured statement) {
        return statement.longest(LockMode::blocksWrites).isPresent()
                ? statement.worst().orElseThrow().mode().blocks()
                : NONE;
    }

    private static String held(Measured statement) {
        return statement
                .longest(LockMode::blocksWrites)
                .flatMap(_ -> statement.worst())
                .map(RehearseReport::held)
                .orElse(NONE);
    }

    private static List<String> details(Measured statement) {
        List<String> details = new ArrayList<>();
        Map<LockMode, List<Lock>> byMode = new EnumMap<>(LockMode.class);
        for (Lock lock : statement.locks()) {
            boolean implied = lock.index()
                    && statement.locks().stream()
                            .anyMatch(it -> !it.index() && it.mode().compareTo(lock.mode()) >= 0);
            if (lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0 && !implied) {
                byMode.computeIfAbsent(lock.mode(), _ -> new ArrayList<>()).add(lock);
            }
        }
        byMode.forEach((mode, locks) -> details.addFirst(lock(mode, locks)));
        add(details, "rewrites ", statement.rewrites(), statement);
        add(details, "reads all of ", statement.scans(), statement);
        add(details, "builds an index on ", statement.builds(), statement);
        if (statement.temporary().orElse(0) > 0) {
            details.add(Sizes.bytes(statement.temporary().getAsLong()) + " of temporary files");
        }
        if (!statement.transaction()) {
            details.add("runs in no transaction");
        }
        return details;
    }

    private static String lock(LockMode mode, List<Lock> locks) {
        List<QualifiedName> names = locks.stream().map(Lock::relation).toList();
        Lock first = locks.getFirst();
        return named(mode + " on ", names, first.atLeast() ? " for at least " + Durations.text(first.held()) : "");
    }

    private static void add(List<String> details, String what, SortedSet<QualifiedName> tables, Measured statement) {
        if (!tables.isEmpty()) {
            long rows = tables.stream()
                    .mapToLong(table -> statement.sizes().getOrDefault(table, 0L))
                    .sum();
            details.add(named(
                    what,
                    List.copyOf(tables),
                    rows == 0 ? "" : " (" + Sizes.rows(rows) + (rows == 1 ? " row)" : " rows)")));
        }
    }

    /** As many names as the line has room for, but at least one. */
    private static String named(String before, List<QualifiedName> names, String after) {
        String text = "";
        for (int shown = Math.min(NAMED, names.size()); shown > 0; shown--) {
            int more = names.size() - shown;
            text = before
                    + names.stream().limit(shown).map(Printable::name).collect(Collectors.joining(", "))
                    + (more == 0 ? "" : " and " + more + " more")
                    + after;
            if (text.length() <= WIDTH - DETAIL.length()) {
                break;
            }
        }
        return text;
    }

    /** The table; empty where there is no statement. */
    String text() {
        if (rows.stream().allMatch(row -> row.cells().isEmpty())) {
            return "";
        }
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < HEADINGS.size(); i++) {
            int column = i;
            widths.add(rows.stream()
                    .filter(row -> !row.cells().isEmpty())
                    .mapToInt(row -> row.cells().get(column).length())
                    .reduce(HEADINGS.get(i).length(), Math::max));
        }
        StringBuilder text = new StringBuilder(line(new Row(HEADINGS, "statement"), widths));
        rows.forEach(row -> text.append(row.cells().isEmpty() ? row.rest() + "\n" : line(row, widths)));
        return text.toString();
    }

    private static String line(Row row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < widths.size(); i++) {
            String cell = row.cells().get(i);
            String blanks = " ".repeat(widths.get(i) - cell.length());
            // What it blocks is a text; the others are numbers.
            line.append(i == 0 ? cell + blanks : blanks + cell).append("  ");
        }
        int room = Math.max(LEAST, WIDTH - line.length());
        return line.append(cut(Printable.line(row.rest()), room)).append('\n').toString();
    }

    private static String cut(String text, int room) {
        return text.codePointCount(0, text.length()) <= room
                ? text
                : text.substring(0, text.offsetByCodePoints(0, room - 1)).stripTrailing() + "…";
    }
}
