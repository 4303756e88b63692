package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.Types;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Optional;

/** A value of an enum in the transaction that adds it (PostgreSQL 18 manual, ALTER TYPE, Notes; 55P04). */
final class EnumValueUsedTooEarly implements Rule {
    @Override
    public void check(Subject subject, Report report) {
        for (Subject before : subject.transaction().subjects()) {
            if (before.is("AlterEnumStmt") && before.tree().text("oldVal").isEmpty() && !madeHere(before, subject)) {
                use(subject, before).ifPresent(literal -> say(subject, literal, before, report));
            }
        }
    }

    /** Those of a type that the transaction itself makes can be used. */
    private static boolean madeHere(Subject added, Subject subject) {
        String type = added.tree().names("typeName").getLast();
        return subject.transaction().subjects().stream()
                .anyMatch(it -> it.is("CreateEnumStmt")
                        && it.tree().names("typeName").getLast().equals(type));
    }

    /** A constant of that value, where something in the statement is, or may be, of that type. */
    private static Optional<Tree> use(Subject subject, Subject added) {
        if (List.of("AlterEnumStmt", "CreateEnumStmt", "CommentStmt")
                .contains(subject.tree().kind())) {
            return Optional.empty();
        }
        String value = added.tree().text("newVal");
        String type = added.tree().names("typeName").getLast();
        Tree[] found = new Tree[] {Tree.NONE};
        boolean[] cast = new boolean[1];
        subject.tree().walk(node -> {
            if (node.is("A_Const") && node.child("sval").text("sval").equals(value)) {
                found[0] = node;
            } else if (node.is("TypeCast")
                    && isOf(Types.format(node.child("typeName"), subject.world()), type)
                    && node.child("arg").child("sval").text("sval").equals(value)) {
                cast[0] = true;
            }
        });
        return found[0].isNone() || !(cast[0] || mayHave(subject, type)) ? Optional.empty() : Optional.of(found[0]);
    }

    /** Whether a column of a table that the statement names is of that type, or may be. */
    private static boolean mayHave(Subject subject, String type) {
        Relation table = subject.relation();
        boolean[] found = new boolean[1];
        subject.tree().walk(node -> {
            if (!node.text("relname").isEmpty()) {
                found[0] |=
                        subject.world().relation(node).columns().stream().anyMatch(column -> isOf(column.type(), type));
            }
        });
        boolean has = found[0];
        boolean adds = subject.newColumns().stream()
                .anyMatch(column -> isOf(Types.format(column.child("typeName"), subject.world()), type));
        boolean open = !subject.tree().child("relation").isNone()
                && !table.known()
                && table.columns().isEmpty();
        return has || adds || open;
    }

    private static boolean isOf(String type, String name) {
        String plain = type.replace("[]", "");
        return plain.equals(name) || plain.endsWith("." + name);
    }

    private static void say(Subject subject, Tree literal, Subject added, Report report) {
        String value = Identifiers.quoteLiteral(added.tree().text("newVal"));
        boolean explicit = subject.transaction().explicit();
        Report.Draft draft = report.at(subject, literal)
                .object(added.tree().names("typeName").getLast())
                .instead("add the value in a migration of its own, which runs before this one");
        if (!explicit) {
            draft.unsure();
        }
        draft.say("PostgreSQL refuses " + value + " until the transaction that adds it in line " + added.line()
                + " is committed"
                + (explicit ? "" : ": plumb apply commits in between, and what runs a file in one transaction fails"));
    }
}
