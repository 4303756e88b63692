package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/** {@code VACUUM FULL} writes a table anew and lets nobody near it (PostgreSQL 18 manual, VACUUM). */
final class VacuumFullBlocks implements Rule {
    private static final Set<String> OFF = Set.of("off", "false", "0", "no");

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("VacuumStmt") || !isFull(subject.tree())) {
            return;
        }
        Effect effect = subject.effect();
        List<Tree> tables = subject.tree().list("rels");
        if (tables.isEmpty()) {
            report.at(subject)
                    .instead("VACUUM; which works beside everybody")
                    .say(
                            "VACUUM FULL writes every table of the database anew, and each refuses reads and writes meanwhile");
        } else if (!effect.rewrites().isEmpty()) {
            report.at(subject)
                    .object(Subject.shown(effect.rewrites().first()))
                    .instead("VACUUM, which works beside everybody; to give disk space back as well: pg_repack")
                    .say("VACUUM FULL writes every row of " + Wording.tables(effect.rewrites()) + " anew while "
                            + Wording.refusals(effect, subject.world()));
        }
    }

    private static boolean isFull(Tree vacuum) {
        return vacuum.list("options").stream()
                .filter(option -> option.text("defname").equals("full"))
                .anyMatch(option -> !OFF.contains(option.child("arg").text("sval"))
                        && !(option.child("arg").is("Integer")
                                && option.child("arg").number("ival") == 0));
    }
}
