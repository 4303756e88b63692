package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.grammar.Tree;
import java.util.Locale;
import java.util.Map;

/**
 * {@code REINDEX} without {@code CONCURRENTLY}: writers of the table wait, and readers too, because a query is planned with a look at
 * each of its table's indexes (PostgreSQL 18 manual, REINDEX).
 */
final class ReindexBlocks implements Rule {
    private static final Map<String, String> WORDS = Map.of(
            "REINDEX_OBJECT_INDEX", "index",
            "REINDEX_OBJECT_TABLE", "table",
            "REINDEX_OBJECT_SCHEMA", "schema",
            "REINDEX_OBJECT_DATABASE", "database");

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("ReindexStmt") || isConcurrent(subject.tree())) {
            return;
        }
        String kind = subject.tree().text("kind");
        boolean one = kind.equals("REINDEX_OBJECT_INDEX") || kind.equals("REINDEX_OBJECT_TABLE");
        Effect effect = subject.effect();
        if (one && effect.locks().isEmpty()) {
            return;
        }
        String name = one
                ? Subject.shown(subject.world().name(subject.tree().child("relation")))
                : subject.tree().text("name");
        Report.Draft draft = report.at(subject).object(name);
        String word = WORDS.getOrDefault(kind, "");
        if (word.isEmpty()) {
            draft.instead("REINDEX DATABASE CONCURRENTLY; where it is for the indexes of tables of yours");
        } else {
            draft.instead("REINDEX " + word.toUpperCase(Locale.ROOT) + " CONCURRENTLY …, outside of a transaction");
            if (!subject.transaction().explicit()) {
                subject.afterWord(word, " CONCURRENTLY").ifPresent(draft::fix);
            }
        }
        String what = kind.equals("REINDEX_OBJECT_INDEX")
                ? "the table of index " + name
                : kind.equals("REINDEX_OBJECT_TABLE") ? name : "one table after the other";
        draft.say("REINDEX blocks writes to " + what + ", and queries of it, until the index is built anew");
    }

    private static boolean isConcurrent(Tree reindex) {
        return reindex.list("params").stream()
                .anyMatch(option -> option.text("defname").equals("concurrently"));
    }
}
