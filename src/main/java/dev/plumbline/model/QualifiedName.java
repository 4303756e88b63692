package dev.plumbline.model;

/**
 * An object's name and the schema it is in, both as the catalog holds them: unquoted, case kept.
 *
 * @param schema empty for objects that are in no schema, such as extensions
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {
    @Override
    public int compareTo(QualifiedName other) {
        int order = schema.compareTo(other.schema);
        return order != 0 ? order : name.compareTo(other.name);
    }

    /**
     * Numbered tables in numbered schemas, such as {@code tenant_12.orders_34}, would share the hash that a record has by default:
     * their strings' differ by multiples of the factor 31 that it adds them with.
     */
    @Override
    public int hashCode() {
        return schema.hashCode() * 0x9E3779B1 + name.hashCode();
    }

    /** For people: never for SQL, where names are quoted. */
    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
