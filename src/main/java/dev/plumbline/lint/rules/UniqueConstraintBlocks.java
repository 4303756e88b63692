package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** A unique constraint whose index is built while the table is locked (PostgreSQL 18 manual, ALTER TABLE). */
final class UniqueConstraintBlocks implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            Effect effect = it.effect();
            // Where all rows are written anew too, that is what to mend.
            if (effect.builds().isEmpty() || !effect.rewrites().isEmpty()) {
                continue;
            }
            if (it.type().equals("AddConstraint")
                    && it.def().text("contype").equals("CONSTR_UNIQUE")
                    && !it.def().flag("without_overlaps")) {
                say(it, it.def().names("keys"), it.def(), report.at(it), effect);
            } else if (it.type().equals("AddColumn")) {
                Subject.constraint(it.def(), "CONSTR_UNIQUE")
                        .ifPresent(unique -> say(it, List.of(it.name()), unique, report.at(subject, unique), effect));
            }
        }
    }

    private static void say(Alteration it, List<String> columns, Tree unique, Report.Draft draft, Effect effect) {
        String[] instead = instead(it, columns, unique);
        if (isMechanical(it, unique)) {
            int from = it.subject().statement().offset();
            int to = from + it.subject().statement().text().length();
            // The semicolon stays.
            draft.fix(Fix.replace(from, to, String.join("\n", instead).replaceFirst(";$", "")));
        }
        draft.object(it.shownTable())
                .instead(instead)
                .say((it.type().equals("AddColumn") ? "ADD COLUMN … UNIQUE" : "ADD CONSTRAINT … UNIQUE")
                        + " builds an index over all rows of " + Wording.tables(effect.builds()) + " while "
                        + Wording.refusals(effect, it.subject().world()));
    }

    /** Whether the two statements say all that the one does. */
    private static boolean isMechanical(Alteration it, Tree unique) {
        return it.type().equals("AddConstraint")
                && it.subject().alterations().size() == 1
                && it.table().kind() != Relation.Kind.PARTITIONED_TABLE
                && !it.subject().transaction().explicit()
                && !unique.flag("deferrable")
                && unique.list("including").isEmpty()
                && unique.list("options").isEmpty()
                && !unique.has("indexspace");
    }

    private static String[] instead(Alteration it, List<String> columns, Tree unique) {
        String table = it.table().name().name();
        String name = Identifiers.quote(
                unique.text("conname").isEmpty()
                        ? table + "_" + String.join("_", columns) + "_key"
                        : unique.text("conname"));
        String key = " ("
                + String.join(", ", columns.stream().map(Identifiers::quote).toList()) + ")"
                + (unique.flag("nulls_not_distinct") ? " NULLS NOT DISTINCT" : "");
        if (it.table().kind() == Relation.Kind.PARTITIONED_TABLE) {
            return new String[] {
                "CREATE UNIQUE INDEX " + name + " ON ONLY " + it.sqlTable() + key + ";",
                "CREATE UNIQUE INDEX CONCURRENTLY … on each partition, then ALTER INDEX " + name + " ATTACH PARTITION …"
            };
        }
        return new String[] {
            "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + it.sqlTable() + key + ";",
            "ALTER TABLE " + it.sqlTable() + " ADD CONSTRAINT " + name + " UNIQUE USING INDEX " + name + ";"
        };
    }
}
