package dev.plumbline.migrate;

import dev.plumbline.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which statement of a replay wrote what: each had a transaction or a subtransaction of its own, whose id the rows of the catalog
 * carry.
 *
 * @param steps in the order they ran; a step's ids go on until the next one's
 * @param end   the first id after the replay
 * @param notes what was worth telling
 */
public record Trail(List<Step> steps, long end, List<Note> notes) {
    /** Of a replay that has not begun. */
    public static final Trail EMPTY = new Trail(List.of(), 0, List.of());

    private static final long LOW = 0xFFFF_FFFFL;

    /**
     * A statement.
     *
     * @param script number of its script, from 0
     * @param line   1-based
     * @param column 1-based, in characters
     * @param from   its first transaction id, with the epoch
     */
    public record Step(int script, int line, int column, long from) {}

    /** A sentence about a statement. */
    public record Note(int script, int line, int column, String text) {}

    public Trail {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /**
     * The statement that wrote a row.
     *
     * @param xmin  the row's, without its epoch
     * @param files the scripts' files, by their numbers
     * @return empty where no statement of the replay did
     */
    public Optional<Origin.Place> placeOf(long xmin, List<String> files) {
        // The replay's own ids span far less than an epoch.
        long id = (end & ~LOW) | (xmin & LOW);
        if (id >= end) {
            id -= LOW + 1;
        }
        int low = 0;
        int high = steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.get(middle).from() <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return Optional.empty();
        }
        Step step = steps.get(low - 1);
        return Optional.of(new Origin.Place(files.get(step.script()), step.line(), step.column()));
    }

    /** This trail and what came after it. */
    public Trail then(Trail later) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(later.steps);
        List<Note> told = new ArrayList<>(notes);
        told.addAll(later.notes);
        return new Trail(all, later.end, told);
    }

    /** As text, which {@link #parse} reads. */
    public String text() {
        StringBuilder text = new StringBuilder().append(end).append('\n');
        for (Step step : steps) {
            text.append(step.script())
                    .append(' ')
                    .append(step.line())
                    .append(' ')
                    .append(step.column())
                    .append(' ')
                    .append(step.from())
                    .append('\n');
        }
        for (Note note : notes) {
            text.append("note ")
                    .append(note.script())
                    .append(' ')
                    .append(note.line())
                    .append(' ')
                    .append(note.column())
                    .append(' ')
                    .append(note.text().replace('\n', ' '))
                    .append('\n');
        }
        return text.toString();
    }

    /** Reads what {@link #text} wrote; an empty text is the empty trail. */
    public static Trail parse(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        List<String> lines = text.lines().toList();
        List<Step> steps = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split(" ", 5);
            if (parts[0].equals("note")) {
                notes.add(new Note(number(parts[1]), number(parts[2]), number(parts[3]), parts[4]));
            } else {
                steps.add(new Step(number(parts[0]), number(parts[1]), number(parts[2]), Long.parseLong(parts[3])));
            }
        }
        return new Trail(steps, Long.parseLong(lines.getFirst()), notes);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
