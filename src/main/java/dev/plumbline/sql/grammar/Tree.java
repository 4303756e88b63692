package dev.plumbline.sql.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * A node of a parse tree: PostgreSQL 18's own, with the names of {@code src/include/nodes/parsenodes.h} for its kind and its fields. A
 * field that has its default, such as 0, false or NULL, is left out of what PostgreSQL prints, and reads as that here. Immutable.
 */
public final class Tree {
    /** Nothing: every field has its default. */
    public static final Tree NONE = new Tree("", Map.of());

    private static final String LOCATION = "location";

    private final String kind;
    private final Map<String, Object> fields;

    /** {@code fields} holds trees, lists of trees, texts, numbers as Long and truth values. */
    Tree(String kind, Map<String, Object> fields) {
        this.kind = kind;
        this.fields = fields;
    }

    /** Such as {@code AlterTableStmt}; empty for what is always of the same kind where it stands, such as a statement's relation. */
    public String kind() {
        return kind;
    }

    /** Whether it is of that kind. */
    public boolean is(String other) {
        return kind.equals(other);
    }

    /** A field that is a node; {@link #NONE} where it is NULL. */
    public Tree child(String field) {
        return fields.get(field) instanceof Tree tree ? tree : NONE;
    }

    /** A field that is a list of nodes. */
    public List<Tree> list(String field) {
        List<Tree> list = new ArrayList<>();
        if (fields.get(field) instanceof List<?> all) {
            all.forEach(one -> list.add((Tree) one));
        }
        return list;
    }

    /** A field that is a name or an enumerated value; empty where it is NULL. */
    public String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    /** The type of a sub-command of {@code ALTER TABLE}, such as {@code AddColumn}: an {@code AlterTableCmd}'s alone. */
    public String command() {
        return text("subtype").substring("AT_".length());
    }

    /** A field that is a number. */
    public long number(String field) {
        return fields.get(field) instanceof Long number ? number : 0;
    }

    /** A field that is a truth value. */
    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** Whether the field is there, and so other than its default. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Whether there is no field. */
    public boolean isNone() {
        return fields.isEmpty() && kind.isEmpty();
    }

    /** The names in a list of {@code String} nodes, such as those of a qualified name. */
    public List<String> names(String field) {
        return list(field).stream()
                .filter(it -> it.is("String"))
                .map(it -> it.text("sval"))
                .toList();
    }

    /** The same with other nodes in a field that is a list. */
    public Tree with(String field, List<Tree> nodes) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put(field, List.copyOf(nodes));
        return new Tree(kind, changed);
    }

    /** Where it stands, in UTF-16 units of the text that was parsed; empty where PostgreSQL does not say. */
    public Optional<Integer> at() {
        return fields.get(LOCATION) instanceof Long at && at >= 0 ? Optional.of(at.intValue()) : Optional.empty();
    }

    /** Every node in it, itself first, in the order of the text, mostly. */
    public void walk(Consumer<Tree> visitor) {
        visitor.accept(this);
        for (Object value : fields.values()) {
            if (value instanceof Tree tree) {
                tree.walk(visitor);
            } else if (value instanceof List<?> list) {
                list.forEach(one -> ((Tree) one).walk(visitor));
            }
        }
    }

    Map<String, Object> fields() {
        return fields;
    }

    /** The same as if all of it stood at the beginning of its text: equal to what is the same elsewhere. */
    public Tree unlocated() {
        return located(_ -> 0);
    }

    /** The same with every location moved to another text's. */
    Tree located(LongUnaryOperator move) {
        Map<String, Object> moved = new LinkedHashMap<>();
        fields.forEach((name, value) -> moved.put(
                name,
                switch (value) {
                    case Tree tree -> tree.located(move);
                    case List<?> list ->
                        list.stream().map(one -> ((Tree) one).located(move)).toList();
                    case Long at when name.equals(LOCATION) && at >= 0 -> move.applyAsLong(at);
                    default -> value;
                }));
        return new Tree(kind, moved);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tree tree && kind.equals(tree.kind) && fields.equals(tree.fields);
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + fields.hashCode();
    }

    /** For debugging: as PostgreSQL's JSON, more or less. */
    @Override
    public String toString() {
        return kind + fields;
    }
}
