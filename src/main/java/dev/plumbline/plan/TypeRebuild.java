package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.List;

/** A type that can only be made anew, while columns hold values of it: the old one steps aside until they are converted. */
final class TypeRebuild {
    private TypeRebuild() {}

    /** The statements around {@code create}, which makes the new type. */
    static List<Step> steps(SchemaDiff diff, ObjectId type, List<Step> create, Change cause) {
        String kind = type.kind() == ObjectKind.DOMAIN ? "DOMAIN " : "TYPE ";
        String aside = "plumb_old_" + type.name().name();
        String old = aside.length() > 60 ? aside.substring(0, 60) : aside;
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("ALTER " + kind + Names.sql(type.name()) + " RENAME TO " + Names.quote(old), cause));
        steps.addAll(create);
        for (Column column : columns(diff.from(), type.name())) {
            boolean stays = diff.to()
                    .find(ObjectId.of(ObjectKind.TABLE, column.relation()))
                    .isPresent();
            String alter =
                    "ALTER TABLE " + Names.sql(column.relation()) + " ALTER COLUMN " + Names.quote(column.name());
            if (!stays || (!column.local() && column.inheritedFrom() > 0)) {
                continue;
            }
            column.defaultValue().ifPresent(_ -> steps.add(Step.of(alter + " DROP DEFAULT", cause)));
            String name = Names.quote(column.name());
            String text = column.type().endsWith("[]") ? "::text[]::" : "::text::";
            steps.add(Step.of(alter + " TYPE " + column.type() + " USING " + name + text + column.type(), cause));
            column.defaultValue().ifPresent(value -> steps.add(Step.of(alter + " SET DEFAULT " + value, cause)));
        }
        steps.add(
                Step.of("DROP " + kind + Names.sql(new QualifiedName(type.name().schema(), old)), cause));
        return steps;
    }

    /** The columns of tables that hold values of the type, or arrays of them. */
    static List<Column> columns(Schema schema, QualifiedName type) {
        String name = Names.sql(type);
        return schema.all(Table.class).stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.type().equals(name) || column.type().equals(name + "[]"))
                .toList();
    }
}
