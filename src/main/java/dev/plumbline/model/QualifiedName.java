package dev.plumbline.model;

import java.util.Comparator;

/**
 * An object's name and the schema it is in, both as the catalog holds them: unquoted, case kept.
 *
 * @param schema empty for objects that are in no schema, such as extensions
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {
    private static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

    @Override
    public int compareTo(QualifiedName other) {
        return ORDER.compare(this, other);
    }

    /** For people: never for SQL, where names are quoted. */
    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
