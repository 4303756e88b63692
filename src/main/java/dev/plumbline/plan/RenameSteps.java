package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import java.util.ArrayList;
import java.util.List;

/** New names for what stays what it is. */
final class RenameSteps {
    private final Context context;

    RenameSteps(Context context) {
        this.context = context;
    }

    List<Step> rename(SchemaObject from, SchemaObject to, Change cause) {
        ObjectId old = from.id();
        ObjectId wanted = to.id();
        return switch (from) {
            case Column _ ->
                List.of(Step.of(
                        "ALTER TABLE " + Names.sql(old.name()) + " RENAME COLUMN " + Names.quote(old.part()) + " TO "
                                + Names.quote(wanted.part()),
                        cause));
            case Constraint it ->
                List.of(Step.of(
                        (context.isDomain(it.parent()) ? "ALTER DOMAIN " : "ALTER TABLE ")
                                + Names.sql(old.name()) + " RENAME CONSTRAINT " + Names.quote(old.part()) + " TO "
                                + Names.quote(wanted.part()),
                        cause));
            default -> whole(from, wanted, cause);
        };
    }

    private static List<Step> whole(SchemaObject from, ObjectId wanted, Change cause) {
        List<Step> steps = new ArrayList<>();
        String kind = Names.of(from);
        ObjectId old = from.id();
        if (!old.name().name().equals(wanted.name().name())) {
            steps.add(Step.of(
                    "ALTER " + kind + " RENAME TO " + Names.quote(wanted.name().name()), cause));
            kind = kind.substring(0, kind.length() - Names.sql(old.name()).length())
                    + Names.sql(
                            new QualifiedName(old.name().schema(), wanted.name().name()));
        }
        if (!old.name().schema().equals(wanted.name().schema())) {
            steps.add(Step.of(
                    "ALTER " + kind + " SET SCHEMA " + Names.quote(wanted.name().schema()), cause));
        }
        return steps;
    }
}
