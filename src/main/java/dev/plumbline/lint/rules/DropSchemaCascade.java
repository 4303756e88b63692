package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;

/** A schema that goes, with all that is in it where it says CASCADE. */
final class DropSchemaCascade implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("DropStmt") || !subject.tree().text("removeType").equals("OBJECT_SCHEMA")) {
            return;
        }
        boolean cascade = subject.tree().text("behavior").equals("DROP_CASCADE");
        for (Tree object : subject.tree().list("objects")) {
            String schema = object.text("sval");
            // Without CASCADE only an empty one goes.
            if (cascade && !isMadeHere(subject, schema)) {
                report.at(subject)
                        .object(schema)
                        .instead("drop what is in it by name, each once nothing uses it; then DROP SCHEMA " + schema
                                + "; without CASCADE")
                        .say("DROP SCHEMA … CASCADE loses every table of " + schema
                                + " with its rows, and all that depends on them");
            }
        }
    }

    static boolean isMadeHere(Subject subject, String schema) {
        return subject.file().subjects().stream()
                .anyMatch(before -> before.is("CreateSchemaStmt")
                        && before.tree().text("schemaname").equals(schema)
                        && !before.tree().flag("if_not_exists"));
    }
}
