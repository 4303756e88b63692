package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table or view whose name or schema changes under the running application. */
final class RenameTableBreaks implements Rule {
    private static final Set<String> RELATIONS =
            Set.of("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE");

    @Override
    public void checkFile(Subject.File file, Report report) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            Subject subject = all.get(i);
            Tree tree = subject.tree();
            boolean renames = subject.is("RenameStmt") && RELATIONS.contains(tree.text("renameType"));
            boolean moves = subject.is("AlterObjectSchemaStmt") && RELATIONS.contains(tree.text("objectType"));
            if (!renames && !moves) {
                continue;
            }
            Optional<QualifiedName> table = subject.inUse(tree.child("relation"));
            FileCourse course = new FileCourse(all, i);
            // A view under the old name, or another table in the place of the old one: the name stays.
            if (table.isPresent() && !course.comesBack(table.get()) && !course.wasFreed(tree.text("newname"))) {
                say(subject, table.get(), moves, report);
            }
        }
    }

    private static void say(Subject subject, QualifiedName table, boolean moves, Report report) {
        Tree tree = subject.tree();
        QualifiedName other = moves
                ? new QualifiedName(tree.text("newschema"), table.name())
                : new QualifiedName(table.schema(), tree.text("newname"));
        report.at(subject)
                .object(Subject.shown(table))
                .instead(
                        "in the same transaction, until no running version uses the old name:",
                        "CREATE VIEW " + Subject.sql(table) + " AS SELECT * FROM " + Subject.sql(other) + ";")
                .say((moves ? "SET SCHEMA" : "RENAME TO") + ": queries of the running application that name "
                        + Subject.shown(table) + " fail from here on");
    }
}
