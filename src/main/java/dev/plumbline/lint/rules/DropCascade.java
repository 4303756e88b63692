package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import java.util.List;
import java.util.Set;

/** {@code CASCADE} drops whatever depends on what goes, on this database (PostgreSQL 18 manual, 5.15). */
final class DropCascade implements Rule {
    /** Nothing depends on these; and of schemas another rule tells. */
    private static final Set<String> NOTHING =
            Set.of("OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY", "OBJECT_SCHEMA", "OBJECT_CAST");

    private static final Set<String> RELATIONS = Set.of(
            "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Alteration it : subject.alterations()) {
            boolean drops = it.type().equals("DropColumn") || it.type().equals("DropConstraint");
            if (drops
                    && it.tree().text("behavior").equals("DROP_CASCADE")
                    && !subject.effect().locks().isEmpty()) {
                say(report.at(it).object(it.shown(it.name())), it.name());
            }
        }
        String type = subject.tree().text("removeType");
        if (subject.is("DropStmt")
                && subject.tree().text("behavior").equals("DROP_CASCADE")
                && !NOTHING.contains(type)
                && !(RELATIONS.contains(type) && subject.effect().locks().isEmpty())) {
            String name = name(subject);
            say(report.at(subject).object(name), name);
        }
    }

    private static String name(Subject subject) {
        var first = subject.tree().list("objects").getFirst();
        for (var names : List.of(first.names("items"), first.names("names"), first.names("objname"))) {
            if (!names.isEmpty()) {
                return names.getLast();
            }
        }
        return first.text("sval");
    }

    private static void say(Report.Draft draft, String name) {
        draft.instead("leave out CASCADE: PostgreSQL then lists what depends on " + name
                        + ", and each can be dropped by name")
                .say(
                        "CASCADE drops whatever depends on " + name
                                + " on the database it runs on, be it a view, a foreign key or a column, and names it only in a notice");
    }
}
