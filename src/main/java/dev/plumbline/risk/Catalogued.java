package dev.plumbline.risk;

import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells a {@link World} all that a catalog held. */
final class Catalogued {
    private static final Pattern CALL = Pattern.compile("\\(?(?:\\w+\\.)?(\\w+)\\(");
    private static final Pattern INCLUDE = Pattern.compile(" INCLUDE \\(([^)]*)\\)");

    private final Schema schema;
    private final World world;

    Catalogued(Schema schema, World world) {
        this.schema = schema;
        this.world = world;
    }

    void tell() {
        schema.all(EnumType.class).forEach(type -> world.putType(type.name()));
        schema.all(RangeType.class).forEach(type -> world.putType(type.name()));
        schema.all(DomainType.class)
                .forEach(type -> world.putDomain(
                        type.name(),
                        new World.Domain(
                                type.baseType(),
                                type.notNull(),
                                type.constraints().stream()
                                        .filter(it -> it.type() == Constraint.Type.CHECK)
                                        .map(Constraint::name)
                                        .collect(Collectors.toSet()))));
        schema.all(Table.class).forEach(this::add);
        schema.all(View.class).forEach(this::add);
        schema.all(Index.class).forEach(this::add);
        schema.all(Sequence.class).forEach(this::add);
        schema.all(CompositeType.class).forEach(this::add);
        schema.all(Routine.class).forEach(this::add);
        for (SchemaObject.Whole object : schema.objects().values()) {
            world.add(object.id());
            object.parts().forEach(part -> world.add(part.id()));
        }
        schema.dependencies().forEach((user, all) -> all.forEach(need -> world.needs(user, need)));
    }

    private void add(Routine routine) {
        boolean changes = !routine.definition().contains("\n IMMUTABLE")
                && !routine.definition().contains("\n STABLE");
        world.putVolatility(
                routine.name(), changes || world.isVolatile(routine.name()).orElse(false));
    }

    private void add(Table table) {
        Relation relation = new Relation(
                table.name(),
                table.partitionKey().isPresent() ? Relation.Kind.PARTITIONED_TABLE : Relation.Kind.TABLE,
                false,
                true);
        table.columns().forEach(column -> add(relation, column));
        table.constraints().forEach(constraint -> add(relation, constraint));
        table.partition().ifPresent(partition -> {
            relation.joins(partition.parent(), true);
            if (partition.bound().equals("DEFAULT")) {
                relation.defaultPartition();
            }
        });
        relation.logged(!table.unlogged());
        relation.keptIn(table.tablespace().orElse(""));
        relation.ownedBy(table.owner());
        relation.of(table.ofType());
        table.partitionKey().ifPresent(key -> relation.dividedBy(keyColumns(key)));
        table.inherits().forEach(parent -> relation.joins(parent, false));
        table.triggers().stream()
                .filter(trigger -> trigger.definition().contains(" FOR EACH ROW "))
                .forEach(trigger -> world.forEachRow(trigger.id()));
        world.put(relation);
    }

    private void add(Relation relation, dev.plumbline.model.Column column) {
        relation.put(Relation.Column.of(column.name(), column.type())
                .typed(column.type(), column.collation().orElse(""))
                .withNotNull(column.notNull())
                .withDefault(column.defaultValue().isPresent())
                .withIdentity(column.identity().isPresent())
                .computedFrom(
                        column.generated().map(_ -> columns(column.id(), relation.name())),
                        column.generated()
                                .filter(dev.plumbline.model.Column.Generated::stored)
                                .isPresent())
                .with(new Descent(column.local(), column.inheritedFrom())));
        column.identity()
                // A partition's is the partitioned table's.
                .filter(_ -> column.local() || world.major() < World.IDENTITY_OF_PARTITIONS_SINCE)
                .ifPresent(identity -> {
                    Relation sequence = new Relation(identity.sequence(), Relation.Kind.SEQUENCE, false, true);
                    sequence.belongsTo(relation.name(), column.name());
                    sequence.keptByIdentity();
                    world.put(sequence);
                });
    }

    private void add(Relation relation, Constraint constraint) {
        QualifiedName index = new QualifiedName(relation.name().schema(), constraint.name());
        Relation.Key key = Relation.Key.of(constraint.name(), constraint.type(), constraint.columns())
                .withValidated(constraint.validated())
                .saying(constraint.type() == Constraint.Type.CHECK ? constraint.definition() : "")
                .withNoInherit(constraint.definition().contains(" NO INHERIT"))
                .with(new Descent(constraint.local(), constraint.inheritedFrom()));
        if (!constraint.enforced()) {
            key = key.withEnforced(false);
        }
        if (constraint.references().isPresent()) {
            Constraint.Reference to = constraint.references().get();
            key = key.pointingTo(to.table(), to.columns());
        }
        if (constraint.index().isPresent()) {
            key = key.withIndex(index);
            Set<String> columns = new HashSet<>(constraint.columns());
            columns.addAll(columns(constraint.id(), relation.name()));
            boolean computes = constraint.type() == Constraint.Type.EXCLUDE
                    && (constraint.definition().contains(" WHERE (")
                            || constraint.columns().isEmpty());
            relation.put(new Relation.Index(
                    index,
                    method(constraint.definition()),
                    constraint.columns(),
                    called(constraint.columns(), included(constraint.definition())),
                    columns,
                    computes,
                    computes ? constraint.definition() : "",
                    constraint.type() != Constraint.Type.EXCLUDE,
                    constraint.partitionOf()));
            putIndex(index, relation.name(), constraint.index().flatMap(Constraint.IndexSettings::tablespace));
        }
        relation.put(key);
    }

    /** The columns of a partition key as {@code pg_get_partkeydef} writes it, such as {@code RANGE (at)}. */
    private static List<String> keyColumns(String key) {
        String inner = key.substring(key.indexOf('(') + 1, key.length() - 1);
        return inner.contains("(") ? List.of() : List.of(inner.replace("\"", "").split(", ", -1));
    }

    private static String method(String exclusion) {
        int using = exclusion.indexOf(" USING ");
        return using < 0 || !exclusion.startsWith("EXCLUDE")
                ? "btree"
                : exclusion.substring(using + " USING ".length()).split(" ", 2)[0];
    }

    private Set<String> columns(ObjectId user, QualifiedName table) {
        return schema.dependencies().getOrDefault(user, Set.of()).stream()
                .filter(need -> need.kind() == ObjectKind.COLUMN && need.name().equals(table))
                .map(ObjectId::part)
                .collect(Collectors.toSet());
    }

    private void add(View view) {
        Relation relation = new Relation(
                view.name(), view.materialized() ? Relation.Kind.MATERIALIZED_VIEW : Relation.Kind.VIEW, false, true);
        relation.keptIn(view.tablespace().orElse(""));
        relation.ownedBy(view.owner());
        view.columns()
                .forEach(column -> relation.put(Relation.Column.of(column.name(), column.type())
                        .withDefault(column.defaultValue().isPresent())));
        world.put(relation);
    }

    private void add(Index index) {
        List<String> keys = index.keys().stream().map(Catalogued::key).toList();
        world.find(index.table())
                .ifPresent(table -> table.put(new Relation.Index(
                        index.name(),
                        index.method(),
                        keys,
                        called(keys, index.included()),
                        columns(index.id(), index.table()),
                        index.predicate().isPresent() || keys.stream().anyMatch(key -> key.contains("(")),
                        index.predicate().orElse(""),
                        index.unique(),
                        index.partitionOf())));
        putIndex(index.name(), index.table(), index.settings().tablespace());
    }

    /** A column's name, without what follows it; an expression stays what it is. */
    private static String key(String key) {
        if (key.startsWith("\"")) {
            return key.substring(1, key.indexOf('"', 1));
        }
        return key.contains("(") ? key : key.split(" ", 2)[0];
    }

    /** Columns of an index have their columns' names; that of a function's call has the function's, and others have none. */
    private static List<String> called(List<String> keys, List<String> included) {
        List<String> names = new ArrayList<>();
        for (String key : keys) {
            Matcher call = CALL.matcher(key);
            String wanted = !key.contains("(") ? key : call.lookingAt() ? call.group(1) : "expr";
            String name = wanted;
            for (int i = 1; names.contains(name); i++) {
                name = wanted + i;
            }
            names.add(name);
        }
        names.addAll(included);
        return names;
    }

    private static List<String> included(String definition) {
        Matcher include = INCLUDE.matcher(definition);
        return include.find() ? List.of(include.group(1).replace("\"", "").split(", ", -1)) : List.of();
    }

    private void add(Sequence sequence) {
        Relation relation = new Relation(sequence.name(), Relation.Kind.SEQUENCE, false, true);
        relation.logged(!sequence.unlogged());
        relation.ownedBy(sequence.owner());
        sequence.ownedBy().ifPresent(column -> relation.belongsTo(column.name(), column.part()));
        world.put(relation);
    }

    private void add(CompositeType type) {
        Relation relation = new Relation(type.name(), Relation.Kind.COMPOSITE_TYPE, false, true);
        relation.ownedBy(type.owner());
        type.attributes()
                .forEach(field -> relation.put(Relation.Column.of(field.name(), field.type())
                        .typed(field.type(), field.collation().orElse(""))));
        world.put(relation);
    }

    private void putIndex(QualifiedName name, QualifiedName table, Optional<String> tablespace) {
        Relation relation = new Relation(name, Relation.Kind.INDEX, false, true);
        relation.keptIn(tablespace.orElse(""));
        relation.belongsTo(table);
        world.put(relation);
    }
}
