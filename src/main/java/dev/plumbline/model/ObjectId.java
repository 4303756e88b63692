package dev.plumbline.model;

import java.util.Comparator;

/**
 * What tells one object of a schema from all others, and stays the same when its definition changes.
 *
 * @param name the object, or the table, view or domain that it is a part of; a routine's with the types of its arguments
 * @param part the column, constraint, trigger, rule or policy; empty for whole objects
 */
public record ObjectId(ObjectKind kind, QualifiedName name, String part) implements Comparable<ObjectId> {
    private static final Comparator<ObjectId> ORDER =
            Comparator.comparing(ObjectId::kind).thenComparing(ObjectId::name).thenComparing(ObjectId::part);

    /** A whole object. */
    public static ObjectId of(ObjectKind kind, QualifiedName name) {
        return new ObjectId(kind, name, "");
    }

    @Override
    public int compareTo(ObjectId other) {
        return ORDER.compare(this, other);
    }

    /** For people, such as {@code column public.users.email}. */
    @Override
    public String toString() {
        return kind + " " + name + (part.isEmpty() ? "" : "." + part);
    }
}
