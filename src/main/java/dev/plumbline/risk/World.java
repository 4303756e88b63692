package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What is known of a database before a statement: all of it, where its catalog was read, or only what statements before it told. It is
 * carried on from statement to statement by {@link #run}. Not thread-safe.
 */
public final class World {
    /** The version from which a partition's identity columns number from the partitioned table's sequence. */
    static final int IDENTITY_OF_PARTITIONS_SINCE = 17;

    private static final String PUBLIC = "public";

    /** The session's own schema, which is searched first (PostgreSQL 18 manual, search_path in 19.11.1). */
    private static final String TEMPORARY = "pg_temp";

    private final int major;
    private final boolean known;
    private final Map<QualifiedName, Relation> relations = new TreeMap<>();

    /** Those that have parents, or had: in a large schema few of very many. */
    private final SortedSet<QualifiedName> heirs = new TreeSet<>();

    /** By the types as {@link Types} writes them. */
    private final Map<String, QualifiedName> types = new HashMap<>();

    private final Map<String, Domain> domains = new HashMap<>();
    private final Set<ObjectId> objects = new HashSet<>();

    /** Those of them that statements call by a name which others may have, too. */
    private final Set<ObjectId> routinesAndTypes = new LinkedHashSet<>();

    private final Needs needs = new Needs();

    /** Triggers that fire for each row: those of a partitioned table are its partitions' too. */
    private final Set<ObjectId> forEachRow = new HashSet<>();

    /** Names of functions that may give another result at each call, and of those that do not. */
    private final Map<String, Boolean> volatility = new HashMap<>();

    private List<String> searchPath = List.of(PUBLIC);
    private String role = "";

    /**
     * A domain.
     *
     * @param base   as {@code format_type} writes it
     * @param checks names of its checks
     */
    public record Domain(String base, boolean notNull, Set<String> checks) {
        public Domain {
            checks = Set.copyOf(checks);
        }

        /** Whether it refuses any value of its base type. */
        public boolean constrained() {
            return notNull || !checks.isEmpty();
        }

        Domain withNotNull(boolean is) {
            return new Domain(base, is, checks);
        }

        Domain withCheck(String name) {
            Set<String> more = new HashSet<>(checks);
            more.add(name);
            return new Domain(base, notNull, more);
        }

        Domain withoutCheck(String name) {
            Set<String> fewer = new HashSet<>(checks);
            fewer.remove(name);
            return new Domain(base, notNull, fewer);
        }

        Domain over(String other) {
            return new Domain(other, notNull, checks);
        }
    }

    private World(int major, boolean known) {
        this.major = major;
        this.known = known;
    }

    /** A database of which nothing is known but its version, such as 18. */
    public static World unknown(int major) {
        return new World(major, false);
    }

    /** A database that is known to hold nothing. */
    public static World empty(int major) {
        return new World(major, true);
    }

    /** A database of which all is known. */
    public static World of(Schema schema) {
        World world = new World(schema.serverMajor(), true);
        new Catalogued(schema, world).tell();
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

    /** Says which role runs the statements. */
    public World runBy(String name) {
        role = name;
        return this;
    }

    /** The role that runs the statements; empty where that is not known. */
    public String role() {
        return role;
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
        QualifiedName temporary = new QualifiedName(TEMPORARY, name);
        if (relations.containsKey(temporary)) {
            return temporary;
        }
        for (String at : searchPath) {
            QualifiedName candidate = new QualifiedName(at, name);
            if (relations.containsKey(candidate)) {
                return candidate;
            }
        }
        return new QualifiedName(home(), name);
    }

    /** The schema that what is made without a schema's name goes to. */
    String home() {
        return searchPath.isEmpty() ? PUBLIC : searchPath.getFirst();
    }

    /** Where what is made goes, by its name in a statement. */
    QualifiedName nameOfNew(Tree rangeVar) {
        String schema = rangeVar.text("schemaname");
        String none = rangeVar.text("relpersistence").equals("t") ? TEMPORARY : home();
        return new QualifiedName(schema.isEmpty() ? none : schema, rangeVar.text("relname"));
    }

    /** Where what is made goes, by a list of {@code String} nodes. */
    QualifiedName nameOfNew(List<String> names) {
        return new QualifiedName(names.size() > 1 ? names.get(names.size() - 2) : home(), names.getLast());
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
        return heirs.stream()
                .map(relations::get)
                .filter(it -> it.parents().contains(relation.name()))
                .toList();
    }

    /** What a partition is one of, and that is one of. */
    public List<Relation> wholes(Relation partition) {
        List<Relation> all = new ArrayList<>();
        for (Relation at = partition; at.partition() && !at.parents().isEmpty(); ) {
            at = relation(at.parents().getFirst());
            all.add(at);
        }
        return all;
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

    /** A type that is none of PostgreSQL's own, by its name without a schema. */
    public Optional<QualifiedName> type(String name) {
        return searchPath.stream()
                .map(schema -> new QualifiedName(schema, name))
                .filter(it -> types.containsKey(Types.text(it)) || relations.containsKey(it))
                .findFirst();
    }

    /** A type that is none of PostgreSQL's own, by a list of {@code String} nodes, whether it is known or not. */
    public QualifiedName typeOf(List<String> names) {
        return names.size() > 1
                ? new QualifiedName(names.get(names.size() - 2), names.getLast())
                : type(names.getLast()).orElseGet(() -> new QualifiedName(home(), names.getLast()));
    }

    /** A domain; empty for a type that is none, or of which nothing is known. */
    public Optional<Domain> domain(String type) {
        return Optional.ofNullable(domains.get(type));
    }

    /** Adds the domains that are based on a type, on an array of it, or on one of these. */
    public void domainsOver(String type, Set<String> all) {
        domains.forEach((name, domain) -> {
            if (Types.base(domain.base()).equals(type) && all.add(name)) {
                domainsOver(name, all);
            }
        });
    }

    /** A type as {@code format_type} writes it. */
    public String nameOf(QualifiedName type) {
        return Types.text(type);
    }

    /** The tables that are made of a composite type. */
    public List<Relation> typedBy(Relation type) {
        String name = Types.text(type.name());
        return relations.values().stream()
                .filter(it -> it.rowType().filter(name::equals).isPresent())
                .toList();
    }

    /** Whether a domain, or the one that it is based on, refuses any value of its base type. */
    public boolean isConstrained(String type) {
        return domain(type)
                .filter(domain -> domain.constrained() || isConstrained(domain.base()))
                .isPresent();
    }

    /** All that is known to be there, but for what relations tell of themselves. */
    public Set<ObjectId> objects() {
        return Collections.unmodifiableSet(objects);
    }

    /** Those of them that are functions, procedures, aggregates or types. */
    Set<ObjectId> routinesAndTypes() {
        return Collections.unmodifiableSet(routinesAndTypes);
    }

    /** What needs an object, directly. */
    public Set<ObjectId> users(ObjectId id) {
        return Collections.unmodifiableSet(needs.users(id));
    }

    /** What an object needs, directly. */
    public Set<ObjectId> needs(ObjectId id) {
        return Collections.unmodifiableSet(needs.of(id));
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

    void put(Relation relation) {
        relations.put(relation.name(), relation);
        if (!relation.parents().isEmpty()) {
            heirs.add(relation.name());
        }
    }

    /** Makes a relation that is there a partition or a child of another. */
    void join(Relation relation, QualifiedName parent, boolean asPartition) {
        relation.joins(parent, asPartition);
        heirs.add(relation.name());
    }

    void remove(QualifiedName name) {
        relations.remove(name);
        heirs.remove(name);
    }

    void putType(QualifiedName name) {
        types.put(Types.text(name), name);
    }

    void putDomain(QualifiedName name, Domain domain) {
        putType(name);
        domains.put(Types.text(name), domain);
    }

    void removeType(QualifiedName name) {
        types.remove(Types.text(name));
        domains.remove(Types.text(name));
    }

    void putVolatility(String function, boolean changes) {
        volatility.put(function, changes);
    }

    /** Whether a trigger fires for each row. */
    public boolean isForEachRow(ObjectId trigger) {
        return forEachRow.contains(trigger);
    }

    void forEachRow(ObjectId trigger) {
        forEachRow.add(trigger);
    }

    void add(ObjectId id) {
        objects.add(id);
        if (id.kind().isRoutine() || id.kind().isType()) {
            routinesAndTypes.add(id);
        }
    }

    void needs(ObjectId user, ObjectId need) {
        add(user);
        needs.add(user, need);
    }

    /** It needs nothing any more. */
    void forget(ObjectId user) {
        needs.forget(user);
    }

    void remove(ObjectId id) {
        objects.remove(id);
        routinesAndTypes.remove(id);
        needs.remove(id);
        if (id.kind().isType()) {
            removeType(id.name());
        }
    }

    /** What goes by other names from now on. */
    void rename(UnaryOperator<ObjectId> names) {
        needs.rename(names);
        Set<ObjectId> renamed = new HashSet<>();
        objects.forEach(id -> renamed.add(names.apply(id)));
        objects.clear();
        routinesAndTypes.clear();
        renamed.forEach(this::add);
        Set<ObjectId> triggers = new HashSet<>(forEachRow);
        forEachRow.clear();
        triggers.forEach(id -> forEachRow.add(names.apply(id)));
    }

    /** A type goes by another name from now on, also where columns are of it. */
    void renameType(QualifiedName from, QualifiedName to) {
        String was = Types.text(from);
        String is = Types.text(to);
        Domain domain = domains.remove(was);
        if (domain != null) {
            domains.put(is, domain);
        }
        if (types.remove(was) != null) {
            types.put(is, to);
        }
        domains.replaceAll((_, it) -> it.over(renamed(it.base(), was, is)));
        for (Relation relation : relations.values()) {
            for (Relation.Column column : List.copyOf(relation.columns())) {
                if (Types.base(column.type()).equals(was)) {
                    relation.put(column.typed(renamed(column.type(), was, is), column.collation()));
                }
            }
            relation.rowType().filter(was::equals).ifPresent(_ -> relation.of(Optional.of(is)));
        }
        rename(id -> id.kind().isType() && id.name().equals(from) ? new ObjectId(id.kind(), to, id.part()) : id);
    }

    private static String renamed(String type, String was, String is) {
        return Types.base(type).equals(was) ? is + type.substring(was.length()) : type;
    }
}
