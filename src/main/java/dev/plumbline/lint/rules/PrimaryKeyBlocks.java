package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * A primary key whose index is built while the table is locked, or whose columns are not known to hold no NULL (PostgreSQL 18 manual,
 * ALTER TABLE, ADD table_constraint_using_index).
 */
final class PrimaryKeyBlocks implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            if (it.type().equals("AddConstraint")
                    && it.def().text("contype").equals("CONSTR_PRIMARY")
                    && !it.def().flag("without_overlaps")) {
                if (it.def().text("indexname").isEmpty()) {
                    builds(it, it.def().names("keys"), it.def(), report.at(it));
                } else {
                    takesOver(it, report);
                }
            } else if (it.type().equals("AddColumn")) {
                Subject.constraint(it.def(), "CONSTR_PRIMARY")
                        .ifPresent(key -> builds(it, List.of(it.name()), key, report.at(subject, key)));
            }
        }
    }

    private static void builds(Alteration it, List<String> columns, Tree key, Report.Draft draft) {
        Effect effect = it.effect();
        // Where all rows are written anew too, that is what to mend.
        if (!effect.builds().isEmpty() && effect.rewrites().isEmpty()) {
            draft.object(it.shownTable())
                    .instead(instead(it, columns, key))
                    .say("ADD PRIMARY KEY builds an index over all rows of " + Wording.tables(effect.builds())
                            + " while " + Wording.refusals(effect, it.subject().world()));
        }
    }

    private static String[] instead(Alteration it, List<String> columns, Tree key) {
        Relation table = it.table();
        List<String> lines = new ArrayList<>();
        List<String> open = columns.stream()
                .filter(column ->
                        !table.column(column).filter(Relation.Column::notNull).isPresent())
                .toList();
        if (!open.isEmpty()) {
            lines.add("make " + Wording.and(open) + " NOT NULL first: plumb explain not-null-scans");
        }
        String name =
                Identifiers.quote(key.text("conname").isEmpty() ? table.name().name() + "_pkey" : key.text("conname"));
        String of = " ("
                + String.join(", ", columns.stream().map(Identifiers::quote).toList()) + ");";
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            lines.add("ALTER TABLE ONLY " + it.sqlTable() + " ADD CONSTRAINT " + name + " PRIMARY KEY" + of);
            lines.add("make the same key on each partition as for a plain table, then ALTER INDEX " + name
                    + " ATTACH PARTITION …");
        } else {
            lines.add("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + it.sqlTable() + of);
            lines.add("ALTER TABLE " + it.sqlTable() + " ADD CONSTRAINT " + name + " PRIMARY KEY USING INDEX " + name
                    + ";");
        }
        return lines.toArray(String[]::new);
    }

    /** The index is there, but a column that may hold NULL is read through. */
    private static void takesOver(Alteration it, Report report) {
        Effect effect = it.effect();
        boolean scans = !effect.scans().isEmpty();
        if (!scans && effect.unsure().isEmpty()) {
            return;
        }
        Report.Draft draft = report.at(it)
                .object(it.shownTable())
                .instead(
                        "make the columns NOT NULL first, which can be done without a long lock: plumb explain not-null-scans");
        if (!scans) {
            draft.unsure();
        }
        draft.say("PRIMARY KEY USING INDEX " + (scans ? "makes" : "may have to make") + " its columns NOT NULL, "
                + "and so " + (scans ? "reads" : "read") + " all rows of " + it.shownTable() + " while "
                + Wording.refusals(effect, it.subject().world()));
    }
}
