package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.Constraint;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A foreign key whose columns no index begins with: whoever deletes a row of the table it points to, or changes its key, has all rows
 * of this one read (PostgreSQL 18 manual, 5.5.5).
 */
final class ForeignKeyWithoutIndex implements Rule {
    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void checkFile(Subject.File file, Report report) {
        for (Subject subject : file.subjects()) {
            if (subject.is("CreateStmt")) {
                for (Tree element : subject.tree().list("tableElts")) {
                    check(subject, element, report);
                }
            }
            for (Alteration it : subject.alterations()) {
                if (it.type().equals("AddColumn") || it.type().equals("AddConstraint")) {
                    check(subject, it.def(), report);
                }
            }
        }
    }

    private static void check(Subject subject, Tree element, Report report) {
        if (element.is("ColumnDef")) {
            Subject.constraint(element, "CONSTR_FOREIGN")
                    .ifPresent(key -> check(subject, key, List.of(element.text("colname")), true, report));
        } else if (element.text("contype").equals("CONSTR_FOREIGN")) {
            check(subject, element, element.names("fk_attrs"), false, report);
        }
    }

    /** The world is as it is after the file, so that an index may come later in it. */
    private static void check(Subject subject, Tree key, List<String> columns, boolean added, Report report) {
        Relation table = subject.relation();
        boolean sure = table.known() || added;
        if (sure && isThere(table, columns) && !isIndexed(table, columns)) {
            String shown = Subject.shown(table.name());
            report.at(subject, key)
                    .object(shown + "." + columns.getFirst())
                    .instead("CREATE INDEX " + (table.fresh() ? "" : "CONCURRENTLY ") + "ON "
                            + Subject.sql(table.name()) + " ("
                            + String.join(
                                    ", ",
                                    columns.stream().map(Identifiers::quote).toList()) + ");")
                    .say("no index begins with " + Wording.and(columns) + ": each DELETE in "
                            + key.child("pktable").text("relname") + " reads all rows of " + shown
                            + " to find those that point there");
        }
    }

    private static boolean isThere(Relation table, List<String> columns) {
        return table.keys().stream()
                .anyMatch(key -> key.type() == Constraint.Type.FOREIGN_KEY
                        && key.columns().equals(columns));
    }

    private static boolean isIndexed(Relation table, List<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        return table.indexes().stream()
                .filter(index -> index.keys().size() >= columns.size())
                .anyMatch(index -> index.keys().subList(0, columns.size()).stream()
                        .allMatch(key -> wanted.stream().anyMatch(column -> isColumn(key, column))));
    }

    /** A key of an index may say more of its column, such as DESC. */
    private static boolean isColumn(String key, String column) {
        return key.equals(column)
                || key.startsWith(column + " ")
                || key.startsWith(Identifiers.quote(column) + " ")
                || key.equals(Identifiers.quote(column));
    }
}
