package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** A table whose schema depends on the search path of whoever runs the file (PostgreSQL 18 manual, 5.10.3). Off. */
final class TableWithoutSchema implements Rule {
    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public void check(Subject subject, Report report) {
        Tree named =
                switch (subject.tree().kind()) {
                    case "CreateStmt", "AlterTableStmt", "IndexStmt", "CreateTrigStmt" ->
                        subject.tree().child("relation");
                    case "RenameStmt" ->
                        subject.tree().text("renameType").equals("OBJECT_TABLE")
                                ? subject.tree().child("relation")
                                : Tree.NONE;
                    case "CreateTableAsStmt" -> subject.tree().child("into").child("rel");
                    case "ViewStmt" -> subject.tree().child("view");
                    default -> Tree.NONE;
                };
        if (!named.isNone()
                && named.text("schemaname").isEmpty()
                && !named.text("relpersistence").equals("t")) {
            say(report.at(subject, named), named.text("relname"));
        }
        if (subject.is("DropStmt") && subject.tree().text("removeType").equals("OBJECT_TABLE")) {
            for (Tree object : subject.tree().list("objects")) {
                List<String> names = object.names("items");
                if (names.size() == 1) {
                    say(report.at(subject), names.getFirst());
                }
            }
        }
    }

    private static void say(Report.Draft draft, String name) {
        draft.object(name)
                .instead("public." + name)
                .say("which " + name + " this is about depends on the search_path of whoever runs the file");
    }
}
