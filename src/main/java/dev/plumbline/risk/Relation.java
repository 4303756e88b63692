package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is known of a relation. A {@link World} keeps it up to date; all others only read it. */
public final class Relation {
    /** What it is. */
    public enum Kind {
        TABLE,
        PARTITIONED_TABLE,
        FOREIGN_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        SEQUENCE,
        INDEX,
        /** What {@code CREATE TYPE … AS (…)} makes: locked as a relation is. */
        COMPOSITE_TYPE
    }

    /**
     * A column.
     *
     * @param type      as {@code format_type} writes it; empty where it is not known
     * @param collation where it is not the type's own
     * @param computed  the columns that it is generated from; empty for one that is not generated
     * @param stored    whether a generated one's values are stored
     */
    public record Column(
            String name,
            String type,
            String collation,
            boolean notNull,
            boolean defaulted,
            boolean identity,
            Optional<Set<String>> computed,
            boolean stored,
            Descent descent) {
        /** One of which only the type is told. */
        static Column of(String name, String type) {
            return new Column(name, type, "", false, false, false, Optional.empty(), false, Descent.OWN);
        }

        Column named(String other) {
            return new Column(other, type, collation, notNull, defaulted, identity, computed, stored, descent);
        }

        Column typed(String otherType, String otherCollation) {
            return new Column(name, otherType, otherCollation, notNull, defaulted, identity, computed, stored, descent);
        }

        Column withNotNull(boolean is) {
            return new Column(name, type, collation, is, defaulted, identity, computed, stored, descent);
        }

        Column withDefault(boolean is) {
            return new Column(name, type, collation, notNull, is, identity, computed, stored, descent);
        }

        Column withIdentity(boolean is) {
            return new Column(name, type, collation, notNull, defaulted, is, computed, stored, descent);
        }

        Column computedFrom(Optional<Set<String>> columns, boolean areStored) {
            return new Column(name, type, collation, notNull, defaulted, identity, columns, areStored, descent);
        }

        Column with(Descent other) {
            return new Column(name, type, collation, notNull, defaulted, identity, computed, stored, other);
        }
    }

    /**
     * A constraint.
     *
     * @param enforced   false for {@code NOT ENFORCED}
     * @param references of a foreign key, the table it points to
     * @param pointed    the columns there
     * @param expression of a check, as it is written or deparsed; else empty
     * @param index      the one behind it
     * @param noInherit  whether children do not have it
     */
    public record Key(
            String name,
            Constraint.Type type,
            List<String> columns,
            boolean validated,
            boolean enforced,
            Optional<QualifiedName> references,
            List<String> pointed,
            String expression,
            Optional<QualifiedName> index,
            boolean noInherit,
            Descent descent) {
        public Key {
            columns = List.copyOf(columns);
            pointed = List.copyOf(pointed);
        }

        /** One that is valid and points nowhere. */
        static Key of(String name, Constraint.Type type, List<String> columns) {
            return new Key(
                    name,
                    type,
                    columns,
                    true,
                    true,
                    Optional.empty(),
                    List.of(),
                    "",
                    Optional.empty(),
                    false,
                    Descent.OWN);
        }

        Key named(String other) {
            return new Key(
                    other,
                    type,
                    columns,
                    validated,
                    enforced,
                    references,
                    pointed,
                    expression,
                    index,
                    noInherit,
                    descent);
        }

        Key over(List<String> others) {
            return new Key(
                    name,
                    type,
                    others,
                    validated,
                    enforced,
                    references,
                    pointed,
                    expression,
                    index,
                    noInherit,
                    descent);
        }

        Key withValidated(boolean is) {
            return new Key(
                    name, type, columns, is, enforced, references, pointed, expression, index, noInherit, descent);
        }

        Key withEnforced(boolean is) {
            return new Key(
                    name,
                    type,
                    columns,
                    validated && is,
                    is,
                    references,
                    pointed,
                    expression,
                    index,
                    noInherit,
                    descent);
        }

        Key pointingTo(QualifiedName table, List<String> others) {
            return new Key(
                    name,
                    type,
                    columns,
                    validated,
                    enforced,
                    Optional.of(table),
                    others,
                    expression,
                    index,
                    noInherit,
                    descent);
        }

        Key saying(String text) {
            return new Key(
                    name, type, columns, validated, enforced, references, pointed, text, index, noInherit, descent);
        }

        Key withIndex(QualifiedName other) {
            return new Key(
                    name,
                    type,
                    columns,
                    validated,
                    enforced,
                    references,
                    pointed,
                    expression,
                    Optional.of(other),
                    noInherit,
                    descent);
        }

        Key withNoInherit(boolean is) {
            return new Key(
                    name, type, columns, validated, enforced, references, pointed, expression, index, is, descent);
        }

        Key with(Descent other) {
            return new Key(
                    name, type, columns, validated, enforced, references, pointed, expression, index, noInherit, other);
        }
    }

    /**
     * An index.
     *
     * @param method   such as {@code btree}
     * @param keys     its columns in their order, and for an expression its text
     * @param called   what its own columns are called, those of {@code INCLUDE} too: names for others like it are made of these
     * @param columns  that it holds or computes from
     * @param computes  whether it has expressions or a predicate: PostgreSQL builds it anew where a plain one's file is kept
     * @param predicate of a partial one; else empty
     * @param parent   the partitioned index it is attached to
     */
    public record Index(
            QualifiedName name,
            String method,
            List<String> keys,
            List<String> called,
            Set<String> columns,
            boolean computes,
            String predicate,
            boolean unique,
            Optional<QualifiedName> parent) {
        public Index {
            keys = List.copyOf(keys);
            called = List.copyOf(called);
            columns = Set.copyOf(columns);
        }

        Index named(QualifiedName other) {
            return new Index(other, method, keys, called, columns, computes, predicate, unique, parent);
        }

        /** Its columns have other names; it calls them as before. */
        Index over(List<String> otherKeys, Set<String> otherColumns) {
            return new Index(name, method, otherKeys, called, otherColumns, computes, predicate, unique, parent);
        }

        Index attachedTo(Optional<QualifiedName> other) {
            return new Index(name, method, keys, called, columns, computes, predicate, unique, other);
        }

        /** Whether it holds the same as another, so that it can be a part of it. */
        public boolean isLike(Index other) {
            return method.equals(other.method)
                    && unique == other.unique
                    && predicate.equals(other.predicate)
                    && keys.equals(other.keys)
                    && columns.equals(other.columns);
        }
    }

    private final Kind kind;
    private boolean fresh;
    private boolean known;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, Key> keys = new TreeMap<>();
    private final Map<QualifiedName, Index> indexes = new TreeMap<>();
    private final List<QualifiedName> parents = new ArrayList<>();
    private QualifiedName name;
    private boolean partition;
    private boolean isDefault;
    private boolean logged = true;
    private List<String> partitionKey = List.of();
    private Optional<QualifiedName> owner = Optional.empty();
    private Optional<String> ownerColumn = Optional.empty();
    private Optional<String> rowType = Optional.empty();
    private boolean ofIdentity;
    private String tablespace = "";
    private String role = "";

    /**
     * A relation of which nothing is known yet.
     *
     * @param fresh whether it was made by the statements at hand, so that nobody else uses it
     * @param known whether all of it is going to be told; else there may be more
     */
    Relation(QualifiedName name, Kind kind, boolean fresh, boolean known) {
        this.name = name;
        this.kind = kind;
        this.fresh = fresh;
        this.known = known;
    }

    public QualifiedName name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the statements at hand made it: nobody else uses it yet. */
    public boolean fresh() {
        return fresh;
    }

    /** Whether all of it is known; else it may have other columns, keys and indexes, and be of another kind. */
    public boolean known() {
        return known;
    }

    /** What it goes by among all objects. */
    public ObjectId id() {
        return ObjectId.of(
                switch (kind) {
                    case TABLE, PARTITIONED_TABLE, FOREIGN_TABLE -> ObjectKind.TABLE;
                    case VIEW -> ObjectKind.VIEW;
                    case MATERIALIZED_VIEW -> ObjectKind.MATERIALIZED_VIEW;
                    case SEQUENCE -> ObjectKind.SEQUENCE;
                    case INDEX -> ObjectKind.INDEX;
                    case COMPOSITE_TYPE -> ObjectKind.COMPOSITE_TYPE;
                },
                name);
    }

    /** Whether it holds rows itself. */
    public boolean hasRows() {
        return kind == Kind.TABLE || kind == Kind.MATERIALIZED_VIEW;
    }

    public Optional<Column> column(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    public Collection<Column> columns() {
        return columns.values();
    }

    public Collection<Key> keys() {
        return keys.values();
    }

    public Optional<Key> key(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    public Collection<Index> indexes() {
        return indexes.values();
    }

    public Optional<Index> index(QualifiedName index) {
        return Optional.ofNullable(indexes.get(index));
    }

    /** What it inherits from, or is a partition of. */
    public List<QualifiedName> parents() {
        return parents;
    }

    /** Whether it is a partition. */
    public boolean partition() {
        return partition;
    }

    /** The table of an index, or the one that a sequence goes with. */
    public Optional<QualifiedName> owner() {
        return owner;
    }

    /** The column that a sequence goes with. */
    public Optional<String> ownerColumn() {
        return ownerColumn;
    }

    /** Whether it is a sequence that an identity column keeps for itself. */
    public boolean ofIdentity() {
        return ofIdentity;
    }

    /** Where it is kept, if that is not the database's own tablespace. */
    public String tablespace() {
        return tablespace;
    }

    /** The role that it belongs to; empty where that is not known. */
    public String role() {
        return role;
    }

    /** Whether it is the partition for rows that fit no other. */
    public boolean isDefault() {
        return isDefault;
    }

    /** Whether it is written to the log. */
    public boolean logged() {
        return logged;
    }

    /** The columns that a partitioned table is divided by; none where it is by an expression. */
    public List<String> partitionKey() {
        return partitionKey;
    }

    /** The composite type that a typed table has its columns from. */
    public Optional<String> rowType() {
        return rowType;
    }

    void keptByIdentity() {
        ofIdentity = true;
    }

    void keptIn(String otherTablespace) {
        tablespace = otherTablespace;
    }

    void ownedBy(String otherRole) {
        role = otherRole;
    }

    void of(Optional<String> type) {
        rowType = type;
    }

    /** There may be more to it than was told. */
    void forgotten() {
        known = false;
    }

    void settle() {
        fresh = false;
    }

    void dividedBy(List<String> columnNames) {
        partitionKey = List.copyOf(columnNames);
    }

    void defaultPartition() {
        isDefault = true;
    }

    void logged(boolean is) {
        logged = is;
    }

    void rename(QualifiedName other) {
        name = other;
    }

    void put(Column column) {
        columns.put(column.name(), column);
    }

    /** The columns keep their order. */
    void renameColumn(String from, String to) {
        List<Column> all = List.copyOf(columns.values());
        columns.clear();
        all.forEach(column -> put(column.name().equals(from) ? column.named(to) : column));
    }

    void removeColumn(String column) {
        columns.remove(column);
    }

    void put(Key key) {
        keys.put(key.name(), key);
    }

    void removeKey(String key) {
        keys.remove(key);
    }

    void put(Index index) {
        indexes.put(index.name(), index);
    }

    void removeIndex(QualifiedName index) {
        indexes.remove(index);
    }

    void joins(QualifiedName parent, boolean asPartition) {
        parents.add(parent);
        partition = asPartition;
    }

    void leaves(QualifiedName parent) {
        parents.remove(parent);
        partition = false;
        isDefault = false;
    }

    void parentRenamed(QualifiedName from, QualifiedName to) {
        parents.replaceAll(parent -> parent.equals(from) ? to : parent);
    }

    void belongsTo(QualifiedName table) {
        owner = Optional.of(table);
    }

    void belongsTo(QualifiedName table, String column) {
        owner = Optional.of(table);
        ownerColumn = Optional.of(column);
    }

    void ownerRenamed(QualifiedName to) {
        owner = Optional.of(to);
    }

    void belongsToNone() {
        owner = Optional.empty();
        ownerColumn = Optional.empty();
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
