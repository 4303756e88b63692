package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which object a row of the catalog is, or is a part of. */
final class Ids {
    /** The columns of one relation by their numbers, which begin at 1. */
    private static final class Columns {
        private @Nullable String[] names = new String[16];
        private @Nullable ObjectId[] ids = new ObjectId[16];
    }

    private final Map<Long, ObjectId> objects = new HashMap<>();
    private final Map<Long, Long> aliases = new HashMap<>();
    private final Map<Long, Long> members = new HashMap<>();
    private final Map<Long, Columns> columns = new HashMap<>();

    /** Rows are told apart by the oid of their table and their own; both are 32 bits wide. */
    private static long key(long table, long oid) {
        return table << 32 | oid;
    }

    void put(CatalogTable table, long oid, ObjectId id) {
        put(table.oid(), oid, id);
    }

    void put(long table, long oid, ObjectId id) {
        objects.put(key(table, oid), id);
    }

    /** Notes that a row belongs to the object of another, such as a table's row type. */
    void putAlias(long table, long oid, long wholeTable, long whole) {
        aliases.put(key(table, oid), key(wholeTable, whole));
    }

    /** Notes that an extension brought an object. */
    void putMember(long table, long oid, long extension) {
        members.put(key(table, oid), key(CatalogTable.PG_EXTENSION.oid(), extension));
    }

    /** Notes a column of a table or view. */
    void putColumn(long relation, int number, String name) {
        Columns all = columns.computeIfAbsent(relation, oid -> new Columns());
        if (number >= all.names.length) {
            all.names = Arrays.copyOf(all.names, 2 * number);
            all.ids = Arrays.copyOf(all.ids, 2 * number);
        }
        all.names[number] = name;
    }

    /** Whether an extension brought the object. */
    boolean isMember(CatalogTable table, long oid) {
        return isMember(table.oid(), oid);
    }

    boolean isMember(long table, long oid) {
        return members.containsKey(key(table, oid));
    }

    /** The name of what has columns or indexes. */
    Optional<QualifiedName> relation(long oid) {
        return Optional.ofNullable(objects.get(key(CatalogTable.PG_CLASS.oid(), oid)))
                .map(ObjectId::name);
    }

    /**
     * A column's name.
     *
     * @throws VanishedException where there is none, which the snapshot rules out
     */
    String column(long relation, int number) {
        Columns all = columns.get(relation);
        String name = all == null || number >= all.names.length ? null : all.names[number];
        if (name == null) {
            throw new VanishedException("column " + number + " of relation " + relation);
        }
        return name;
    }

    /**
     * The object that a row is, or the extension that it is a member of.
     *
     * @param part the column's number; 0 for the whole
     * @return null for what is in no schema model
     */
    @Nullable
    ObjectId find(long table, long oid, int part) {
        long key = key(table, oid);
        Long extension = members.get(key);
        if (extension != null) {
            return objects.get(extension);
        }
        ObjectId whole = objects.get(key);
        if (whole == null) {
            Long alias = aliases.get(key);
            return alias == null ? null : find(alias >>> 32, alias & 0xffffffffL, 0);
        }
        return part == 0 || table != CatalogTable.PG_CLASS.oid() ? whole : column(whole, oid, part);
    }

    private ObjectId column(ObjectId whole, long relation, int number) {
        Columns all = columns.get(relation);
        String name = all == null || number >= all.names.length ? null : all.names[number];
        if (all == null || name == null) {
            // Of a composite type or an index, whose columns have no ids.
            return whole;
        }
        ObjectId id = all.ids[number];
        if (id == null) {
            id = new ObjectId(ObjectKind.COLUMN, whole.name(), name);
            all.ids[number] = id;
        }
        return id;
    }
}
