package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What must come before what by names: one name is given up before it is taken, and made before a routine's text mentions it. */
final class NameEdges {
    private final SchemaDiff diff;
    private final Graph graph;

    /** What gives up its name, and the name it takes. */
    private final Map<ObjectId, ObjectId> renamed;

    NameEdges(SchemaDiff diff, Graph graph, Map<ObjectId, ObjectId> renamed) {
        this.diff = diff;
        this.graph = graph;
        this.renamed = renamed;
    }

    void connect() {
        names();
        successions();
        bodies();
    }

    /** A call that fits two routines fails: one that gets other arguments goes before it comes back with them. */
    private void successions() {
        Map<ObjectId, List<Node>> gone = new HashMap<>();
        graph.all(Act.DROP).values().stream()
                .filter(node -> node.id.kind().isRoutine())
                .forEach(node -> gone.computeIfAbsent(Schedule.called(node.id), _ -> new ArrayList<>())
                        .add(node));
        graph.all(Act.MAKE).values().forEach(node -> gone.getOrDefault(Schedule.called(node.id), List.of())
                .forEach(it -> graph.hope(it, node)));
    }

    /** What takes a name comes after what gives it up. */
    private void names() {
        Map<QualifiedName, Node> given = new HashMap<>();
        diff.from().all(Index.class).forEach(index -> graph.find(Act.DROP, ObjectId.of(ObjectKind.TABLE, index.table()))
                .ifPresent(node -> given.put(index.name(), node)));
        graph.all(Act.DROP).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                given.put(id.name(), node);
            }
            brought(diff.from(), id).forEach(name -> given.put(name, node));
        });
        renamed.keySet().stream().filter(id -> id.part().isEmpty()).forEach(id -> graph.find(Act.CHANGE, id)
                .ifPresent(node -> given.put(id.name(), node)));
        renamed.forEach((id, to) -> graph.edge(
                to.part().isEmpty() ? Optional.ofNullable(given.get(to.name())) : graph.find(Act.DROP, to),
                graph.find(Act.CHANGE, id)));
        renamed.forEach((id, to) -> graph.edge(graph.find(Act.CHANGE, id), graph.find(Act.CHANGE, to)));
        graph.all(Act.LEAVE).forEach((id, node) -> identity(diff.from(), id).ifPresent(name -> given.put(name, node)));
        graph.all(Act.MAKE).forEach((id, node) -> {
            if (id.part().isEmpty() && sharesName(id.kind())) {
                graph.edge(Optional.ofNullable(given.get(id.name())), Optional.of(node));
            }
            brought(diff.to(), id).forEach(name -> graph.edge(Optional.ofNullable(given.get(name)), Optional.of(node)));
        });
        graph.all(Act.JOIN).forEach((id, node) -> identity(diff.to(), id)
                .ifPresent(name -> graph.edge(Optional.ofNullable(given.get(name)), Optional.of(node))));
    }

    /** Names that come and go with a table or constraint: of the indexes behind its keys, of the sequences of its identities. */
    static List<QualifiedName> brought(Schema schema, ObjectId id) {
        if (id.kind() != ObjectKind.TABLE && id.kind() != ObjectKind.CONSTRAINT && id.kind() != ObjectKind.COLUMN) {
            return List.of();
        }
        Optional<SchemaObject> object = schema.object(id);
        List<? extends SchemaObject> parts = object.orElse(null) instanceof Table table
                ? table.parts()
                : object.stream().toList();
        List<QualifiedName> names = new ArrayList<>();
        for (SchemaObject part : parts) {
            if (part instanceof Constraint constraint && constraint.index().isPresent()) {
                names.add(new QualifiedName(id.name().schema(), constraint.name()));
            } else if (part instanceof Column column) {
                column.identity().map(Column.Identity::sequence).ifPresent(names::add);
            }
        }
        return names;
    }

    /** The name of the sequence that an identity column keeps. */
    private static Optional<QualifiedName> identity(Schema schema, ObjectId id) {
        return id.kind() != ObjectKind.COLUMN
                ? Optional.empty()
                : schema.object(id)
                        .map(Column.class::cast)
                        .flatMap(Column::identity)
                        .map(Column.Identity::sequence);
    }

    /**
     * Routines come after what their text names, and go before it: PostgreSQL looks for it when they are made, and what is undone comes in
     * the other order.
     */
    private void bodies() {
        Map<String, List<Node>> made = named(Act.MAKE, diff.to());
        for (Act act : List.of(Act.MAKE, Act.CHANGE)) {
            callers(
                    act,
                    diff.to(),
                    (routine, names) -> names.forEach(
                            name -> made.getOrDefault(name, List.of()).forEach(it -> graph.hope(it, routine))));
        }
        Map<String, List<Node>> dropped = named(Act.DROP, diff.from());
        callers(
                Act.DROP,
                diff.from(),
                (routine, names) -> names.forEach(
                        name -> dropped.getOrDefault(name, List.of()).forEach(it -> graph.hope(routine, it))));
    }

    private void callers(Act act, Schema schema, BiConsumer<Node, Set<String>> then) {
        for (Node node : graph.all(act).values()) {
            if (schema.find(node.id).orElse(null) instanceof Routine routine) {
                then.accept(node, Names.mentioned(routine.definition()));
            }
        }
    }

    /** By the name that a text can call it by, what is made or dropped. */
    private Map<String, List<Node>> named(Act act, Schema schema) {
        Map<String, List<Node>> named = new HashMap<>();
        for (Node node : graph.all(act).values()) {
            ObjectId id = node.id;
            Optional<String> name =
                    switch (id.kind()) {
                        case COLUMN -> Optional.of(id.part());
                        case FUNCTION, PROCEDURE -> schema.find(id).map(it -> ((Routine) it).name());
                        default -> isRelation(id.kind()) ? Optional.of(id.name().name()) : Optional.empty();
                    };
            name.ifPresent(
                    it -> named.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
        }
        return named;
    }

    /** Whether objects of another kind cannot have the same name; with the same arguments, where it is a routine's. */
    private static boolean sharesName(ObjectKind kind) {
        return isRelation(kind)
                || kind == ObjectKind.FUNCTION
                || kind == ObjectKind.PROCEDURE
                || kind == ObjectKind.AGGREGATE;
    }

    /** Tables, views, sequences, indexes and types share their names. */
    private static boolean isRelation(ObjectKind kind) {
        return switch (kind) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX, ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE -> true;
            default -> false;
        };
    }
}
