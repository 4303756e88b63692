package dev.plumbline.migrate;

import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import java.util.List;

/** Finds the first statement of a script that is not the one that was applied. */
final class ChangedScript {
    private ChangedScript() {}

    /** One sentence that names the place; {@code canonicaliser} is the version that made the checksums. */
    static String describe(ScriptText text, int canonicaliser, List<String> appliedChecksums) {
        List<Statement> statements = text.script().statements();
        List<String> now = text.checksums(canonicaliser).statements();
        for (int i = 0; i < now.size(); i++) {
            if (i >= appliedChecksums.size()) {
                return "statement " + (i + 1) + " was added since, at " + place(text, statements.get(i));
            }
            if (!now.get(i).equals(appliedChecksums.get(i))) {
                return "statement " + (i + 1) + " differs from what was applied, at " + place(text, statements.get(i));
            }
        }
        return now.size() < appliedChecksums.size()
                ? "it had " + appliedChecksums.size() + " statements when it was applied, and has " + now.size()
                : "a plumb: directive differs from what was applied";
    }

    private static String place(ScriptText text, Statement statement) {
        Position at = statement.start();
        return text.file().path() + ":" + at.line() + ":" + at.column();
    }
}
