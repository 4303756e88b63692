package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A column that a statement names twice, for which PostgreSQL refuses it (42701). */
final class DuplicateAssignment implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        Tree tree = subject.tree();
        switch (tree.kind()) {
            case "CreateStmt" -> columns(subject, tree.list("tableElts"), report);
            case "ViewStmt" -> twice(tree.names("aliases")).ifPresent(name -> say(report.at(subject), name));
            case "InsertStmt" -> targets(subject, tree.list("cols"), report);
            case "UpdateStmt" -> targets(subject, tree.list("targetList"), report);
            default -> {
                // Names each of its columns for itself.
            }
        }
    }

    private static void columns(Subject subject, List<Tree> elements, Report report) {
        Set<String> seen = new HashSet<>();
        for (Tree element : elements) {
            if (element.is("ColumnDef") && !seen.add(element.text("colname"))) {
                say(report.at(subject, element), element.text("colname"));
            }
        }
    }

    /** A part of a column, such as one element of an array, may be set beside another. */
    private static void targets(Subject subject, List<Tree> targets, Report report) {
        Set<String> seen = new HashSet<>();
        for (Tree target : targets) {
            if (target.list("indirection").isEmpty() && !seen.add(target.text("name"))) {
                say(report.at(subject, target), target.text("name"));
            }
        }
    }

    private static Optional<String> twice(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream().filter(name -> !seen.add(name)).findFirst();
    }

    private static void say(Report.Draft draft, String name) {
        draft.object(name)
                .instead("name it once")
                .say("PostgreSQL refuses a statement that names column " + name + " twice");
    }
}
