package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Locale;

/** A type whose values are not stored as those of the old one are (PostgreSQL 18 manual, ALTER TABLE, Notes). */
final class ColumnTypeRewrites implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations("AlterColumnType")) {
            Effect effect = it.effect();
            String onWhat = effect.unsure().getOrDefault(it.table().name(), "");
            String does = !effect.rewrites().isEmpty()
                    ? "writes every row of " + Wording.tables(effect.rewrites()) + " anew"
                    : !onWhat.isEmpty()
                            ? "may write every row of "
                                    + Wording.tables(List.of(it.table().name())) + " anew"
                            : !effect.builds().isEmpty()
                                    ? "builds indexes of " + Wording.tables(effect.builds()) + " anew"
                                    : !effect.scans().isEmpty()
                                            ? "reads all rows of " + Wording.tables(effect.scans())
                                            : "";
            if (does.isEmpty() || (onWhat.contains("TimeZone") && isUtc(subject))) {
                continue;
            }
            Report.Draft draft = report.at(it).object(it.shown(it.name())).instead(instead(it, onWhat));
            if (does.startsWith("may")) {
                draft.unsure();
            }
            draft.say("ALTER COLUMN " + it.name() + " TYPE " + type(it) + " " + does + " while "
                    + Wording.refusals(effect, subject.world())
                    + (does.startsWith("may") ? ", depending on " + onWhat : ""));
        }
    }

    private static String type(Alteration it) {
        return Types.format(it.def().child("typeName"), it.subject().world());
    }

    /** Whether the file has said that times are in UTC: then one type's values are the other's (PostgreSQL 12 and newer). */
    private static boolean isUtc(Subject subject) {
        return subject.file().subjects().stream()
                .map(Subject::tree)
                .filter(tree -> tree.is("VariableSetStmt") && tree.text("name").equals("timezone"))
                .reduce((before, last) -> last)
                .filter(ColumnTypeRewrites::saysUtc)
                .isPresent();
    }

    private static boolean saysUtc(Tree set) {
        return set.list("args").stream()
                .map(it -> it.child("sval").text("sval").toUpperCase(Locale.ROOT))
                .anyMatch(zone -> zone.equals("UTC") || zone.equals("ETC/UTC"));
    }

    private static String[] instead(Alteration it, String onWhat) {
        String column = Identifiers.quote(it.name());
        if (onWhat.contains("TimeZone")) {
            return new String[] {
                "SET LOCAL TimeZone = 'UTC'; before it, where the values are times in UTC: then no row is written"
            };
        }
        String alter = "ALTER TABLE " + it.sqlTable() + " ";
        String other = Identifiers.quote(it.name() + "_new");
        return new String[] {
            alter + "ADD COLUMN " + other + " " + type(it) + ";",
            "keep it in step with " + column
                    + " by a trigger, and fill it in chunks, each in a transaction of its own;",
            "then let the application use it, and drop " + column + " in a later migration"
        };
    }
}
