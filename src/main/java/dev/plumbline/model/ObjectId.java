package dev.plumbline.model;

/**
 * What tells one object of a schema from all others, and stays the same when its definition changes.
 *
 * @param name the object, or the table, view or domain that it is a part of; a routine's with the types of its arguments
 * @param part the column, constraint, trigger, rule or policy; empty for whole objects
 */
public record ObjectId(ObjectKind kind, QualifiedName name, String part) implements Comparable<ObjectId> {
    /** A whole object. */
    public static ObjectId of(ObjectKind kind, QualifiedName name) {
        return new ObjectId(kind, name, "");
    }

    /** By what others call it: a routine without the types of its arguments. */
    public QualifiedName called() {
        int arguments = kind.isRoutine() ? name.name().indexOf('(') : -1;
        return arguments < 0
                ? name
                : new QualifiedName(name.schema(), name.name().substring(0, arguments));
    }

    @Override
    public int compareTo(ObjectId other) {
        // By hand: a large schema compares them by the million.
        int order = kind.compareTo(other.kind);
        if (order == 0) {
            order = name.compareTo(other.name);
        }
        return order != 0 ? order : part.compareTo(other.part);
    }

    /** See {@link QualifiedName#hashCode}. */
    @Override
    public int hashCode() {
        return (name.hashCode() + kind.hashCode()) * 0x9E3779B1 + part.hashCode();
    }

    /** For people, such as {@code column public.users.email}. */
    @Override
    public String toString() {
        if (kind == ObjectKind.OTHER) {
            // The part is what PostgreSQL calls the kind: see OtherObject.
            return part + " " + name;
        }
        return kind + " " + name + (part.isEmpty() ? "" : "." + part);
    }
}
