package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;

/** A schema whose name changes under the running application. */
final class RenameSchemaBreaks implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("RenameStmt") || !subject.tree().text("renameType").equals("OBJECT_SCHEMA")) {
            return;
        }
        String schema = subject.tree().text("subname");
        if (!DropSchemaCascade.isMadeHere(subject, schema)) {
            report.at(subject)
                    .object(schema)
                    .instead(
                            "CREATE SCHEMA " + subject.tree().text("newname")
                                    + "; with a view for each table, let the application use these,",
                            "and move the tables when nothing names the old schema any more")
                    .say("ALTER SCHEMA … RENAME: queries of the running application that name " + schema
                            + ", or have it in their search_path, fail from here on");
        }
    }
}
