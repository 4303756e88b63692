package dev.plumbline.report;

import dev.plumbline.diff.Change;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Rule;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import java.util.List;
import java.util.Optional;

/**
 * Where two definitions part. Of an object with a text of many lines it is not enough to say that it differs.
 *
 * @param is  the line of the object that is there
 * @param was the line of the one that is to be there
 */
record DefinitionLine(String is, String was) {
    /** The first line that a change changes; empty where it is none of a definition. */
    static Optional<DefinitionLine> first(Change change) {
        Optional<List<String>> is = change.before().flatMap(DefinitionLine::lines);
        Optional<List<String>> was = change.after().flatMap(DefinitionLine::lines);
        if (is.isEmpty() || was.isEmpty()) {
            return Optional.empty();
        }
        int most = Math.max(is.get().size(), was.get().size());
        for (int i = 0; i < most; i++) {
            DefinitionLine line = new DefinitionLine(at(is.get(), i), at(was.get(), i));
            if (!line.is.equals(line.was)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    private static Optional<List<String>> lines(SchemaObject object) {
        return switch (object) {
            case View view -> Optional.of(view.definition().lines().toList());
            case Routine routine -> Optional.of(routine.definition().lines().toList());
            case Trigger trigger -> Optional.of(List.of(trigger.definition()));
            case Rule rule -> Optional.of(List.of(rule.definition()));
            default -> Optional.empty();
        };
    }
}
