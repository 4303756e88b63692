package dev.plumbline.plan;

import dev.plumbline.diff.Casts;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type that can only be made anew, while columns hold values of it: the old one steps aside until they are converted. */
final class TypeRebuild {
    private final Context context;
    private final SchemaDiff diff;
    private final ObjectId type;
    private final Change cause;
    private final String kind;
    private final String old;

    TypeRebuild(Context context, ObjectId type, Change cause) {
        this.context = context;
        this.diff = context.diff();
        this.type = type;
        this.cause = cause;
        this.kind = switch (type.kind()) {
            case DOMAIN -> "DOMAIN ";
            case COLLATION -> "COLLATION ";
            default -> "TYPE ";
        };
        this.old = Names.old(type.name().name(), context.taken());
    }

    /** The statements around {@code create}, which makes the new type. */
    List<Step> replace(List<Step> create) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("ALTER " + kind + Names.sql(type.name()) + " RENAME TO " + Names.quote(old), cause));
        if (diff.from().find(type).orElseThrow() instanceof RangeType range) {
            steps.addAll(aside(range));
        }
        steps.addAll(create);
        for (Column column : columns(diff.from(), type)) {
            Optional<Column> after = diff.to().object(column.id()).map(Column.class::cast);
            if (after.isEmpty()
                    || !after.get().type().equals(column.type())
                    || !after.get().collation().equals(column.collation())
                    || comesWithParent(column, after.get())) {
                continue;
            }
            String name = Names.quote(column.name());
            String alter = "ALTER TABLE " + Names.sql(column.relation()) + " ALTER COLUMN " + name;
            if (column.defaultValue().isPresent()) {
                steps.add(Step.of(alter + " DROP DEFAULT", cause));
            }
            if (type.kind() == ObjectKind.COLLATION) {
                steps.add(Step.of(
                        alter + " TYPE " + column.type() + " COLLATE "
                                + column.collation().orElseThrow(),
                        cause));
            } else {
                String using = cutsOff() ? "" : " USING " + converted(column, name);
                steps.add(Step.of(alter + " TYPE " + column.type() + using, cause));
            }
            after.get().defaultValue().ifPresent(value -> steps.add(Step.of(alter + " SET DEFAULT " + value, cause)));
        }
        return steps;
    }

    /** Whether the parent's column takes it along: not where the table has left it before. */
    private boolean comesWithParent(Column before, Column after) {
        return isInherited(before) && isInherited(after) && !context.leaves(before.relation());
    }

    private static boolean isInherited(Column column) {
        return !column.local() && column.inheritedFrom() > 0;
    }

    /** Whether a value that is too long for the new type would be shortened by a cast. */
    private boolean cutsOff() {
        return diff.from().find(type).orElseThrow() instanceof DomainType before
                && diff.to().find(type).orElseThrow() instanceof DomainType after
                && Casts.cutsOff(before.baseType(), after.baseType());
    }

    /** A value by way of its text; a row field by field, which may be more or fewer. */
    private String converted(Column column, String name) {
        if (column.type().endsWith("[]")) {
            return name + "::text[]::" + column.type();
        }
        if (!(diff.from().find(type).orElseThrow() instanceof CompositeType before)) {
            return name + "::text::" + column.type();
        }
        Map<String, String> types = new HashMap<>();
        before.attributes().forEach(field -> types.put(field.name(), field.type()));
        String fields = ((CompositeType) diff.to().find(type).orElseThrow())
                .attributes().stream()
                        .map(field -> Optional.ofNullable(types.get(field.name()))
                                .flatMap(was -> Casts.path(was, field.type()))
                                .map(path ->
                                        "(" + name + ")." + Names.quote(field.name()) + "::" + String.join("::", path))
                                .orElse("NULL"))
                        .collect(Collectors.joining(", "));
        return "CASE WHEN " + name + " IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(" + fields + ")::" + column.type()
                + " END";
    }

    /** A range type's constructors and multiranges keep their names when it gets another (PostgreSQL 18). */
    private List<Step> aside(RangeType range) {
        List<Step> steps = new ArrayList<>();
        for (String arguments : List.of("%1$s, %1$s", "%1$s, %1$s, text")) {
            steps.add(Step.of(
                    "ALTER FUNCTION " + Names.sql(range.name()) + "(" + arguments.formatted(range.subtype())
                            + ") RENAME TO " + Names.quote(old),
                    cause));
        }
        range.multirangeName().ifPresent(many -> {
            String away = Names.quote(old + "s");
            steps.add(Step.of("ALTER FUNCTION " + Names.sql(many) + "() RENAME TO " + away, cause));
            steps.add(Step.of("ALTER TYPE " + Names.sql(many) + " RENAME TO " + away, cause));
        });
        return steps;
    }

    /** Drops the old type, once nothing uses it. */
    List<Step> dropOld() {
        return List.of(
                Step.of("DROP " + kind + Names.sql(new QualifiedName(type.name().schema(), old)), cause));
    }

    /** The columns of tables that hold values of the type or arrays of them, or sort by the collation. */
    static List<Column> columns(Schema schema, ObjectId type) {
        String name = Names.sql(type.name());
        return schema.all(Table.class).stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> type.kind() == ObjectKind.COLLATION
                        ? column.collation().filter(name::equals).isPresent()
                        : column.type().equals(name) || column.type().equals(name + "[]"))
                .toList();
    }
}
