package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import java.util.Map;

/** What else writes all rows of a table anew (PostgreSQL 18 manual, ALTER TABLE and CLUSTER). */
final class TableRewrites implements Rule {
    private static final Map<String, String> WHAT = Map.of(
            "SetLogged", "SET LOGGED",
            "SetUnLogged", "SET UNLOGGED",
            "SetTableSpace", "SET TABLESPACE",
            "SetAccessMethod", "SET ACCESS METHOD",
            "SetExpression", "SET EXPRESSION",
            "AddColumn", "ADD COLUMN of a domain with a constraint");

    @Override
    public void check(Subject subject, Report report) {
        if (subject.is("ClusterStmt") && !subject.effect().rewrites().isEmpty()) {
            say(subject, report.at(subject), "CLUSTER", subject.effect());
        }
        for (Alteration it : subject.alterations()) {
            boolean index = it.table().kind() == Relation.Kind.INDEX;
            boolean domain = it.type().equals("AddColumn") && NewColumn.of(it) == NewColumn.DOMAIN;
            if (WHAT.containsKey(it.type()) && (domain || !it.type().equals("AddColumn")) && !index) {
                say(subject, report.at(it), WHAT.get(it.type()), it.effect());
            }
        }
    }

    private static void say(Subject subject, Report.Draft draft, String what, Effect effect) {
        boolean rewrites = !effect.rewrites().isEmpty();
        if (!rewrites && effect.unsure().isEmpty()) {
            return;
        }
        if (!rewrites) {
            draft.unsure();
        }
        String table = Subject.shown(subject.relation().name());
        draft.object(table)
                .instead(instead(what))
                .say(what + (rewrites ? " writes" : " may write") + " every row of "
                        + Wording.tables(
                                rewrites ? effect.rewrites() : effect.unsure().keySet()) + " anew while "
                        + Wording.refusals(effect, subject.world())
                        + (rewrites
                                ? ""
                                : ", depending on "
                                        + String.join(", ", effect.unsure().values())));
    }

    private static String[] instead(String what) {
        return switch (what) {
            case "CLUSTER" ->
                new String[] {
                    "leave it out: new rows are not kept in order anyway",
                    "or use pg_repack, which works beside the writers"
                };
            case "SET TABLESPACE" -> new String[] {"pg_repack --tablespace moves a table beside its writers"};
            case "SET EXPRESSION" ->
                new String[] {
                    "add a second generated column as a VIRTUAL one, or a plain one that a trigger fills, and switch over"
                };
            case "ADD COLUMN of a domain with a constraint" ->
                new String[] {
                    "add the column with the domain's base type,",
                    "and the domain's check as a constraint NOT VALID, to be validated in a later migration"
                };
            default ->
                new String[] {
                    "do it while the table is small or out of use,",
                    "or make a new table that is so, write to both, fill the new one in chunks, and switch over"
                };
        };
    }
}
