package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
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
            boolean stored) {}

    /**
     * A constraint.
     *
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
            Optional<QualifiedName> references,
            List<String> pointed,
            String expression,
            Optional<QualifiedName> index,
            boolean noInherit) {}

    /**
     * An index.
     *
     * @param method   such as {@code btree}
     * @param keys     its columns in their order, each with what it says about class, collation and order, and for an expression its text
     * @param columns  that it holds or computes from
     * @param computes whether it has expressions or a predicate: PostgreSQL builds it anew where a plain one's file is kept
     * @param parent   the partitioned index it is attached to
     */
    public record Index(
            QualifiedName name,
            String method,
            List<String> keys,
            Set<String> columns,
            boolean computes,
            boolean unique,
            Optional<QualifiedName> parent) {}

    private final Kind kind;
    private final boolean known;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, Key> keys = new TreeMap<>();
    private final Map<QualifiedName, Index> indexes = new TreeMap<>();
    private final List<QualifiedName> parents = new ArrayList<>();
    private QualifiedName name;
    private boolean fresh;
    private boolean partition;
    private boolean isDefault;
    private boolean logged = true;
    private List<String> partitionKey = List.of();
    private Optional<QualifiedName> owner = Optional.empty();
    private Optional<String> ownerColumn = Optional.empty();

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

    void settle() {
        fresh = false;
    }

    void dividedBy(List<String> columns) {
        partitionKey = List.copyOf(columns);
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
    }

    void belongsTo(QualifiedName table) {
        owner = Optional.of(table);
    }

    void belongsTo(QualifiedName table, String column) {
        owner = Optional.of(table);
        ownerColumn = Optional.of(column);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
