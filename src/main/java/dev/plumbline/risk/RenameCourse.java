package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Other names and other schemas, of what is renamed and in whatever tells of it. */
final class RenameCourse {
    private final World world;

    RenameCourse(World world) {
        this.world = world;
    }

    void rename(Tree statement) {
        String to = statement.text("newname");
        switch (statement.text("renameType")) {
            case "OBJECT_TABLE",
                    "OBJECT_VIEW",
                    "OBJECT_MATVIEW",
                    "OBJECT_SEQUENCE",
                    "OBJECT_INDEX",
                    "OBJECT_FOREIGN_TABLE" -> {
                QualifiedName name = world.name(statement.child("relation"));
                renamed(name, new QualifiedName(name.schema(), to));
            }
            case "OBJECT_COLUMN", "OBJECT_ATTRIBUTE" ->
                column(world.relation(statement.child("relation")), statement.text("subname"), to);
            case "OBJECT_TABCONSTRAINT" ->
                constraint(world.relation(statement.child("relation")), statement.text("subname"), to);
            case "OBJECT_TRIGGER" -> part(ObjectKind.TRIGGER, statement, to);
            case "OBJECT_RULE" -> part(ObjectKind.RULE, statement, to);
            case "OBJECT_POLICY" -> part(ObjectKind.POLICY, statement, to);
            case "OBJECT_TYPE", "OBJECT_DOMAIN" -> {
                List<String> names = statement.child("object").names("items");
                QualifiedName name =
                        world.typeOf(names.isEmpty() ? statement.child("object").names("names") : names);
                type(name, new QualifiedName(name.schema(), to));
            }
            case "OBJECT_SCHEMA" -> schema(statement.text("subname"), to);
            case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
                function(statement.child("object").names("objname"), name -> to, UnaryOperator.identity());
            default -> {
                // Of nothing that anybody asks for.
            }
        }
    }

    void move(Tree statement) {
        String schema = statement.text("newschema");
        Tree relation = statement.child("relation");
        List<String> names = statement.child("object").names("items");
        switch (statement.text("objectType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE" ->
                moved(world.name(relation), schema);
            case "OBJECT_TYPE", "OBJECT_DOMAIN" -> {
                QualifiedName name =
                        world.typeOf(names.isEmpty() ? statement.child("object").names("names") : names);
                type(name, new QualifiedName(schema, name.name()));
            }
            case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" ->
                function(statement.child("object").names("objname"), UnaryOperator.identity(), _ -> schema);
            default -> {
                // Of nothing that anybody asks for.
            }
        }
    }

    /** Its indexes and sequences go with a table. */
    private void moved(QualifiedName name, String schema) {
        Optional<Relation> found = world.find(name);
        if (found.isEmpty()) {
            return;
        }
        for (Relation.Index index : List.copyOf(found.get().indexes())) {
            renamed(index.name(), new QualifiedName(schema, index.name().name()));
        }
        for (Relation sequence : world.sequencesOf(name)) {
            renamed(sequence.name(), new QualifiedName(schema, sequence.name().name()));
        }
        renamed(name, new QualifiedName(schema, name.name()));
    }

    private void schema(String from, String to) {
        for (Relation relation : List.copyOf(world.relations())) {
            if (relation.name().schema().equals(from)) {
                renamed(relation.name(), new QualifiedName(to, relation.name().name()));
            }
        }
        for (ObjectId id : List.copyOf(world.objects())) {
            if (id.kind().isType() && id.name().schema().equals(from)) {
                type(id.name(), new QualifiedName(to, id.name().name()));
            }
        }
        world.rename(id -> id.name().schema().equals(from)
                ? new ObjectId(id.kind(), new QualifiedName(to, id.name().name()), id.part())
                : id.kind() == ObjectKind.SCHEMA && id.name().name().equals(from)
                        ? ObjectId.of(ObjectKind.SCHEMA, new QualifiedName("", to))
                        : id);
    }

    /** A relation of any kind has another name, of which its schema is a part. */
    void renamed(QualifiedName from, QualifiedName to) {
        Optional<Relation> found = world.find(from);
        if (found.isEmpty() || from.equals(to)) {
            return;
        }
        Relation relation = found.get();
        world.remove(from);
        relation.rename(to);
        world.put(relation);
        if (relation.kind() == Relation.Kind.INDEX) {
            index(relation, from, to);
        } else {
            for (Relation other : world.relations()) {
                other.parentRenamed(from, to);
                other.owner().filter(from::equals).ifPresent(_ -> other.ownerRenamed(to));
                for (Relation.Key key : List.copyOf(other.keys())) {
                    key.references().filter(from::equals).ifPresent(_ -> other.put(key.pointingTo(to, key.pointed())));
                }
            }
            world.renameType(from, to);
        }
        world.rename(
                id -> id.name().equals(from) && !id.kind().isRoutine() ? new ObjectId(id.kind(), to, id.part()) : id);
    }

    /** The table knows its index by name, the partitions' indexes too; a constraint has its index's. */
    private void index(Relation index, QualifiedName from, QualifiedName to) {
        index.owner().map(world::relation).ifPresent(table -> {
            table.index(from).ifPresent(it -> {
                table.removeIndex(from);
                table.put(it.named(to));
            });
            for (Relation.Key key : List.copyOf(table.keys())) {
                if (key.index().filter(from::equals).isPresent()) {
                    table.removeKey(key.name());
                    table.put(key.named(to.name()).withIndex(to));
                }
            }
            for (Relation child : world.children(table)) {
                List.copyOf(child.indexes()).forEach(it -> it.parent()
                        .filter(from::equals)
                        .ifPresent(_ -> child.put(it.attachedTo(Optional.of(to)))));
            }
        });
    }

    private void column(Relation table, String from, String to) {
        for (Relation child : world.children(table)) {
            column(child, from, to);
        }
        if (table.column(from).isEmpty()) {
            return;
        }
        table.renameColumn(from, to);
        for (Relation.Column column : List.copyOf(table.columns())) {
            column.computed()
                    .filter(it -> it.contains(from))
                    .ifPresent(it -> table.put(column.computedFrom(Optional.of(other(it, from, to)), column.stored())));
        }
        for (Relation.Key key : List.copyOf(table.keys())) {
            table.put(key.over(other(key.columns(), from, to)));
        }
        for (Relation.Index index : List.copyOf(table.indexes())) {
            table.put(index.over(other(index.keys(), from, to), other(index.columns(), from, to)));
        }
        for (World.Pointer pointer : world.pointersTo(table.name())) {
            Relation.Key key = pointer.key();
            pointer.from().put(key.pointingTo(table.name(), other(key.pointed(), from, to)));
        }
        table.dividedBy(other(table.partitionKey(), from, to));
        for (Relation sequence : world.sequencesOf(table.name())) {
            sequence.ownerColumn().filter(from::equals).ifPresent(_ -> sequence.belongsTo(table.name(), to));
        }
        world.rename(id -> id.kind() == ObjectKind.COLUMN
                        && id.name().equals(table.name())
                        && id.part().equals(from)
                ? new ObjectId(ObjectKind.COLUMN, id.name(), to)
                : id);
        if (table.kind() == Relation.Kind.COMPOSITE_TYPE) {
            world.relations().stream()
                    .filter(it -> it.rowType()
                            .filter(Types.text(table.name())::equals)
                            .isPresent())
                    .toList()
                    .forEach(it -> column(it, from, to));
        }
    }

    private static List<String> other(List<String> names, String from, String to) {
        return names.stream().map(name -> name.equals(from) ? to : name).toList();
    }

    private static Set<String> other(Set<String> names, String from, String to) {
        Set<String> others = new HashSet<>(names);
        if (others.remove(from)) {
            others.add(to);
        }
        return others;
    }

    /** The children's check, and the index behind a key, have the same name. */
    private void constraint(Relation table, String from, String to) {
        Optional<Relation.Key> found = table.key(from);
        if (found.isEmpty()) {
            return;
        }
        Relation.Key key = found.get();
        if (key.index().isPresent()) {
            QualifiedName index = key.index().get();
            renamed(index, new QualifiedName(index.schema(), to));
        } else {
            table.removeKey(from);
            table.put(key.named(to));
        }
        world.rename(id -> id.kind() == ObjectKind.CONSTRAINT
                        && id.name().equals(table.name())
                        && id.part().equals(from)
                ? new ObjectId(ObjectKind.CONSTRAINT, id.name(), to)
                : id);
        boolean inherits = key.index().isEmpty() && key.references().isEmpty() && !key.noInherit();
        if (inherits) {
            world.children(table).forEach(child -> constraint(child, from, to));
        }
    }

    private void part(ObjectKind kind, Tree statement, String to) {
        QualifiedName table = world.name(statement.child("relation"));
        ObjectId from = new ObjectId(kind, table, statement.text("subname"));
        world.rename(id -> id.equals(from) ? new ObjectId(kind, table, to) : id);
    }

    private void type(QualifiedName from, QualifiedName to) {
        Optional<Relation> composite = world.find(from);
        if (composite.isPresent()) {
            renamed(from, to);
        } else {
            world.renameType(from, to);
        }
    }

    private void function(List<String> names, UnaryOperator<String> name, UnaryOperator<String> schema) {
        world.isVolatile(names.getLast())
                .ifPresent(changes -> world.putVolatility(name.apply(names.getLast()), changes));
        world.rename(id -> {
            if (!id.kind().isRoutine() || !id.called().name().equals(names.getLast())) {
                return id;
            }
            String arguments = id.name().name().substring(id.called().name().length());
            return ObjectId.of(
                    id.kind(),
                    new QualifiedName(schema.apply(id.name().schema()), name.apply(names.getLast()) + arguments));
        });
    }
}
