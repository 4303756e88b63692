package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.sql.grammar.Tree;
import java.util.Locale;

/** What takes the longer the more rows there are. */
final class LongWork {
    private LongWork() {}

    /** Whether it does. */
    static boolean takesLong(Subject subject) {
        Effect effect = subject.effect();
        boolean touchesAll = !effect.rewrites().isEmpty()
                || !effect.scans().isEmpty()
                || !effect.builds().isEmpty();
        return switch (subject.tree().kind()) {
            case "UpdateStmt", "DeleteStmt" -> writesMany(subject);
            case "InsertStmt" -> copies(subject.tree().child("selectStmt"), subject);
            case "CreateTableAsStmt" -> copies(subject.tree().child("query"), subject);
            default -> touchesAll;
        };
    }

    /** Whether a rule of its own says what is wrong with doing it in a transaction that has locked that table. */
    static boolean isAbout(Subject subject, QualifiedName table) {
        boolean writes = subject.is("UpdateStmt") || subject.is("DeleteStmt");
        boolean validates = !subject.alterations("ValidateConstraint").isEmpty();
        return (writes || validates) && subject.relation().name().equals(table);
    }

    /** Such as {@code CREATE INDEX on orders}. */
    static String name(Subject subject) {
        String table = Subject.shown(subject.relation().name());
        return switch (subject.tree().kind()) {
            case "IndexStmt" -> "CREATE INDEX on " + table;
            case "AlterTableStmt" ->
                "ALTER TABLE " + table + " "
                        + subject.alterations().stream()
                                .filter(it -> !it.effect().scans().isEmpty()
                                        || !it.effect().builds().isEmpty()
                                        || !it.effect().rewrites().isEmpty())
                                .findFirst()
                                .map(LongWork::name)
                                .orElse("…");
            case "UpdateStmt" -> "UPDATE of " + table;
            case "DeleteStmt" -> "DELETE from " + table;
            case "InsertStmt" -> "INSERT … SELECT into " + table;
            case "RefreshMatViewStmt" -> "REFRESH of " + table;
            default -> subject.statement().text().split("\\s+", 3)[0].toUpperCase(Locale.ROOT);
        };
    }

    private static String name(Alteration it) {
        String[] words = it.text().split(" ", 3);
        return words.length > 1 ? words[0] + " " + words[1] : words[0];
    }

    /** Rows of a table that others use, but for one that a key picks out. */
    static boolean writesMany(Subject subject) {
        Tree where = subject.tree().child("whereClause");
        return subject.effect().locks().containsKey(subject.relation().name())
                && !RowOfKey.isIn(where, subject.relation());
    }

    private static boolean copies(Tree query, Subject subject) {
        boolean[] found = new boolean[1];
        query.walk(node -> {
            if (node.is("RangeVar")) {
                QualifiedName name = subject.world().name(node);
                found[0] |= subject.effect().locks().containsKey(name)
                        && !name.equals(subject.relation().name());
            }
        });
        return found[0] && !query.isNone();
    }
}
