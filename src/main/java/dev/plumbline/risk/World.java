package dev.plumbline.risk;

import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known of a database before a statement: all of it, where its catalog was read, or only what statements before it told. It is
 * carried on from statement to statement by {@link #run}. Not thread-safe.
 */
public final class World {
    private static final String PUBLIC = "public";

    private final int major;
    private final boolean known;
    private final Map<QualifiedName, Relation> relations = new TreeMap<>();
    private final Map<QualifiedName, Domain> domains = new HashMap<>();

    /** What cannot be without what, where the catalog told. */
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();

    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();

    /** Names of functions that may give another result at each call, and of those that do not. */
    private final Map<String, Boolean> volatility = new HashMap<>();

    private List<String> searchPath = List.of(PUBLIC);

    /**
     * A domain.
     *
     * @param base        as {@code format_type} writes it
     * @param constrained whether it refuses any value of its base type
     */
    public record Domain(String base, boolean constrained) {}

    private World(int major, boolean known) {
        this.major = major;
        this.known = known;
    }

    /** A database of which nothing is known but its version, such as 18. */
    public static World unknown(int major) {
        return new World(major, false);
    }

    /** A database of which all is known. */
    public static World of(Schema schema) {
        World world = new World(schema.serverMajor(), true);
        schema.all(Table.class).forEach(table -> world.add(table, schema));
        schema.all(View.class).forEach(world::add);
        schema.all(Index.class).forEach(index -> world.add(index, schema));
        schema.all(Sequence.class).forEach(world::add);
        schema.all(CompositeType.class)
                .forEach(type -> world.put(new Relation(type.name(), Relation.Kind.COMPOSITE_TYPE, false, true)));
        schema.all(DomainType.class)
                .forEach(type -> world.domains.put(
                        type.name(),
                        new Domain(
                                type.baseType(),
                                type.notNull() || !type.constraints().isEmpty())));
        schema.all(Routine.class)
                .forEach(routine -> world.volatility.merge(
                        routine.name(),
                        !routine.definition().contains("\n IMMUTABLE")
                                && !routine.definition().contains("\n STABLE"),
                        Boolean::logicalOr));
        schema.dependencies().forEach((user, all) -> {
            world.needs.put(user, all);
            all.forEach(need -> world.users
                    .computeIfAbsent(need, _ -> new LinkedHashSet<>())
                    .add(user));
        });
        return world;
    }

    /** Carries it on over a statement. {@code text} is the one that was parsed. */
    public void run(Tree statement, String text) {
        new Course(this, text).run(statement);
    }

    /** From here on others use what was made so far. */
    public void settle() {
        relations.values().forEach(Relation::settle);
    }

    private void add(Table table, Schema schema) {
        Relation relation = new Relation(
                table.name(),
                table.partitionKey().isPresent() ? Relation.Kind.PARTITIONED_TABLE : Relation.Kind.TABLE,
                false,
                true);
        for (dev.plumbline.model.Column column : table.columns()) {
            Set<String> from = columns(schema, column.id(), table.name());
            relation.put(new Relation.Column(
                    column.name(),
                    column.type(),
                    column.collation().orElse(""),
                    column.notNull(),
                    column.defaultValue().isPresent(),
                    column.identity().isPresent(),
                    column.generated().map(_ -> from),
                    column.generated()
                            .filter(dev.plumbline.model.Column.Generated::stored)
                            .isPresent()));
            column.identity().ifPresent(identity -> {
                Relation sequence = new Relation(identity.sequence(), Relation.Kind.SEQUENCE, false, true);
                sequence.belongsTo(table.name(), column.name());
                relations.putIfAbsent(identity.sequence(), sequence);
            });
        }
        for (Constraint constraint : table.constraints()) {
            Optional<QualifiedName> index =
                    constraint.index().map(_ -> new QualifiedName(table.name().schema(), constraint.name()));
            relation.put(new Relation.Key(
                    constraint.name(),
                    constraint.type(),
                    constraint.columns(),
                    constraint.validated(),
                    constraint.references().map(Constraint.Reference::table),
                    constraint.references().map(Constraint.Reference::columns).orElse(List.of()),
                    constraint.definition(),
                    index,
                    constraint.definition().contains(" NO INHERIT")));
            index.ifPresent(name -> {
                Set<String> columns = new HashSet<>(constraint.columns());
                columns.addAll(columns(schema, constraint.id(), table.name()));
                boolean computes = constraint.type() == Constraint.Type.EXCLUDE
                        && constraint.definition().contains(" WHERE (");
                relation.put(new Relation.Index(
                        name,
                        constraint.type() == Constraint.Type.EXCLUDE ? "" : "btree",
                        constraint.columns(),
                        columns,
                        computes,
                        constraint.type() != Constraint.Type.EXCLUDE,
                        constraint.partitionOf()));
                putIndex(name, table.name());
            });
        }
        table.partition().ifPresent(partition -> {
            relation.joins(partition.parent(), true);
            if (partition.bound().equals("DEFAULT")) {
                relation.defaultPartition();
            }
        });
        relation.logged(!table.unlogged());
        table.partitionKey().ifPresent(key -> relation.dividedBy(keyColumns(key)));
        table.inherits().forEach(parent -> relation.joins(parent, false));
        put(relation);
    }

    /** The columns of a partition key as {@code pg_get_partkeydef} writes it, such as {@code RANGE (at)}. */
    private static List<String> keyColumns(String key) {
        String inner = key.substring(key.indexOf('(') + 1, key.length() - 1);
        return inner.contains("(") ? List.of() : List.of(inner.replace("\"", "").split(", ", -1));
    }

    private static Set<String> columns(Schema schema, ObjectId user, QualifiedName table) {
        return schema.dependencies().getOrDefault(user, Set.of()).stream()
                .filter(need -> need.kind() == ObjectKind.COLUMN && need.name().equals(table))
                .map(ObjectId::part)
                .collect(Collectors.toSet());
    }

    private void add(View view) {
        Relation relation = new Relation(
                view.name(), view.materialized() ? Relation.Kind.MATERIALIZED_VIEW : Relation.Kind.VIEW, false, true);
        view.columns()
                .forEach(column -> relation.put(new Relation.Column(
                        column.name(), column.type(), "", false, false, false, Optional.empty(), false)));
        put(relation);
    }

    private void add(Index index, Schema schema) {
        Relation table = relations.get(index.table());
        if (table != null) {
            boolean computes =
                    index.predicate().isPresent() || index.keys().stream().anyMatch(key -> key.contains("("));
            table.put(new Relation.Index(
                    index.name(),
                    index.method(),
                    index.keys(),
                    columns(schema, index.id(), index.table()),
                    computes,
                    index.unique(),
                    index.partitionOf()));
        }
        putIndex(index.name(), index.table());
    }

    private void add(Sequence sequence) {
        Relation relation = new Relation(sequence.name(), Relation.Kind.SEQUENCE, false, true);
        sequence.ownedBy().ifPresent(column -> relation.belongsTo(column.name(), column.part()));
        put(relation);
    }

    private void putIndex(QualifiedName name, QualifiedName table) {
        Relation relation = new Relation(name, Relation.Kind.INDEX, false, true);
        relation.belongsTo(table);
        put(relation);
    }

    void put(Relation relation) {
        relations.put(relation.name(), relation);
    }

    /** The version of the server, such as 18. */
    public int major() {
        return major;
    }

    /** Whether its catalog was read: what is not found is not there. */
    public boolean known() {
        return known;
    }

    /** A relation by its name in a statement ({@code RangeVar}), with the schema that it is in. */
    public QualifiedName name(Tree rangeVar) {
        return resolve(rangeVar.text("schemaname"), rangeVar.text("relname"));
    }

    /** A relation by a list of {@code String} nodes. */
    public QualifiedName name(List<String> names) {
        return resolve(names.size() > 1 ? names.get(names.size() - 2) : "", names.getLast());
    }

    private QualifiedName resolve(String schema, String name) {
        if (!schema.isEmpty()) {
            return new QualifiedName(schema, name);
        }
        for (String at : searchPath) {
            QualifiedName candidate = new QualifiedName(at, name);
            if (relations.containsKey(candidate)) {
                return candidate;
            }
        }
        return new QualifiedName(searchPath.isEmpty() ? PUBLIC : searchPath.getFirst(), name);
    }

    /** Where what is made without a schema's name goes. */
    QualifiedName nameOfNew(Tree rangeVar) {
        String schema = rangeVar.text("schemaname");
        return new QualifiedName(
                schema.isEmpty() ? (searchPath.isEmpty() ? PUBLIC : searchPath.getFirst()) : schema,
                rangeVar.text("relname"));
    }

    /** What is known of a relation. */
    public Optional<Relation> find(QualifiedName name) {
        return Optional.ofNullable(relations.get(name));
    }

    /** Like {@link #find}; where nothing is known of it, one of which all else is open. */
    public Relation relation(QualifiedName name) {
        return find(name).orElseGet(() -> new Relation(name, Relation.Kind.TABLE, false, known));
    }

    /** A relation by its name in a statement. */
    public Relation relation(Tree rangeVar) {
        return relation(name(rangeVar));
    }

    /** All relations that are known. */
    public Collection<Relation> relations() {
        return relations.values();
    }

    /** All tables that are known. */
    public List<Relation> tables() {
        return relations.values().stream().filter(Relation::hasRows).toList();
    }

    /** Everything that the catalog's dependencies tell of. */
    public Set<ObjectId> objects() {
        Set<ObjectId> all = new HashSet<>(needs.keySet());
        all.addAll(users.keySet());
        return all;
    }

    /** The partitions or children of a relation, theirs too. */
    public List<Relation> descendants(Relation relation) {
        List<Relation> all = new ArrayList<>();
        Deque<Relation> open = new ArrayDeque<>(List.of(relation));
        while (!open.isEmpty()) {
            for (Relation child : children(open.pop())) {
                if (!all.contains(child)) {
                    all.add(child);
                    open.add(child);
                }
            }
        }
        return all;
    }

    /** The partitions or children of a relation. */
    public List<Relation> children(Relation relation) {
        return relations.values().stream()
                .filter(it -> it.parents().contains(relation.name()))
                .toList();
    }

    /** A foreign key, and the table that has it. */
    public record Pointer(Relation from, Relation.Key key) {
        /** The columns that it points to; none where they are not known. */
        public List<String> references() {
            return key.pointed();
        }
    }

    /** The foreign keys that point to a table, from other tables or from itself. */
    public List<Pointer> pointersTo(QualifiedName table) {
        List<Pointer> pointers = new ArrayList<>();
        for (Relation relation : relations.values()) {
            for (Relation.Key key : relation.keys()) {
                if (key.references().filter(table::equals).isPresent()) {
                    pointers.add(new Pointer(relation, key));
                }
            }
        }
        return pointers;
    }

    /** The sequences that go with a table. */
    public List<Relation> sequencesOf(QualifiedName table) {
        return relations.values().stream()
                .filter(it -> it.kind() == Relation.Kind.SEQUENCE
                        && it.owner().filter(table::equals).isPresent())
                .toList();
    }

    /** A domain; empty for a type that is none, or of which nothing is known. */
    public Optional<Domain> domain(String type) {
        int dot = type.indexOf('.');
        if (dot >= 0) {
            return Optional.ofNullable(domains.get(new QualifiedName(type.substring(0, dot), type.substring(dot + 1))));
        }
        return searchPath.stream()
                .map(schema -> domains.get(new QualifiedName(schema, type)))
                .filter(it -> it != null)
                .findFirst();
    }

    /** What needs an object, directly. */
    public Set<ObjectId> users(ObjectId id) {
        return users.getOrDefault(id, Set.of());
    }

    /** What an object needs, directly. */
    public Set<ObjectId> needs(ObjectId id) {
        return needs.getOrDefault(id, Set.of());
    }

    /** Whether a function's result may differ from call to call; empty where nothing is known of it. */
    public Optional<Boolean> isVolatile(String function) {
        return Optional.ofNullable(volatility.get(function));
    }

    /** The schemas that names without one are looked for in. */
    List<String> searchPath() {
        return searchPath;
    }

    void searchPath(List<String> schemas) {
        searchPath = List.copyOf(schemas);
    }

    void remove(QualifiedName name) {
        relations.remove(name);
    }

    void putDomain(QualifiedName name, Domain domain) {
        domains.put(name, domain);
    }

    void putVolatility(String function, boolean changes) {
        volatility.put(function, changes);
    }
}
