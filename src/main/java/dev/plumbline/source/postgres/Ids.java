package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which object a catalog row is, or is a part of. */
final class Ids {
    private final Map<Long, ObjectId> objects = new HashMap<>();
    private final Map<Long, Map<Integer, String>> columns = new HashMap<>();

    void put(CatalogTable table, long oid, ObjectId id) {
        put(table.oid(), oid, id);
    }

    void put(long table, long oid, ObjectId id) {
        objects.put(key(table, oid), id);
    }

    /** Notes a column of a table, view or composite type. */
    void putColumn(long relation, int number, String name) {
        columns.computeIfAbsent(relation, key -> new HashMap<>()).put(number, name);
    }

    Optional<ObjectId> find(CatalogTable table, long oid) {
        return Optional.ofNullable(objects.get(key(table.oid(), oid)));
    }

    /** The name of what has columns or indexes. */
    Optional<QualifiedName> relation(long oid) {
        return find(CatalogTable.PG_CLASS, oid).map(ObjectId::name);
    }

    /**
     * A column's name.
     *
     * @throws VanishedException where there is none, which the snapshot rules out
     */
    String column(long relation, int number) {
        String name = columns.getOrDefault(relation, Map.of()).get(number);
        if (name == null) {
            throw new VanishedException("column " + number + " of relation " + relation);
        }
        return name;
    }

    /** The number of a column by its name. */
    Optional<Integer> number(long relation, String column) {
        return columns.getOrDefault(relation, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue().equals(column))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * The object that an end of a dependency is.
     *
     * @param part the column's number; 0 for the whole
     * @return null for what is in no schema model
     */
    @Nullable
    ObjectId find(long table, long oid, int part) {
        ObjectId whole = objects.get(key(table, oid));
        if (whole == null || part == 0 || table != CatalogTable.PG_CLASS.oid()) {
            return whole;
        }
        String column = columns.getOrDefault(oid, Map.of()).get(part);
        return column == null ? whole : new ObjectId(ObjectKind.COLUMN, whole.name(), column);
    }

    /** Both are 32 bits wide. */
    private static long key(long table, long oid) {
        return table << 32 | oid;
    }
}
