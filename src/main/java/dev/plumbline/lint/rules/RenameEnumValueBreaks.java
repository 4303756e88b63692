package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;

/** A value of an enum whose name changes under the running application. */
final class RenameEnumValueBreaks implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        Tree tree = subject.tree();
        if (!subject.is("AlterEnumStmt") || tree.text("oldVal").isEmpty()) {
            return;
        }
        String type = tree.names("typeName").getLast();
        boolean madeHere = subject.file().subjects().stream()
                .anyMatch(before -> before.is("CreateEnumStmt")
                        && before.tree().names("typeName").getLast().equals(type));
        if (!madeHere) {
            report.at(subject)
                    .object(type)
                    .instead(
                            "ALTER TYPE " + Identifiers.quote(type) + " ADD VALUE "
                                    + Identifiers.quoteLiteral(tree.text("newVal")) + " AFTER "
                                    + Identifiers.quoteLiteral(tree.text("oldVal")) + ";",
                            "let the application understand both and write the new one, and change the rows in chunks")
                    .say("RENAME VALUE: the running application still writes "
                            + Identifiers.quoteLiteral(tree.text("oldVal")) + ", which " + type
                            + " refuses from here on, and reads a value that it does not know");
        }
    }
}
