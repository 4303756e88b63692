package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A column of a table or view. Its place among the others is kept by the list it is in, and counts for nothing.
 *
 * @param relation        whose column it is
 * @param type            as {@code format_type} writes it, such as {@code character varying(20)}
 * @param collation       where it is not the type's own; quoted and qualified
 * @param defaultValue    the expression of {@code DEFAULT}
 * @param generated       the expression of {@code GENERATED ALWAYS AS}
 * @param identity        {@code GENERATED … AS IDENTITY}
 * @param storage         {@code plain}, {@code external}, {@code extended} or {@code main}, where it is not the type's own
 * @param compression     where it was set
 * @param statistics      the target, where it was set
 * @param options         such as {@code n_distinct=5}, sorted
 * @param local           whether the table declares it itself
 * @param inheritedFrom   how many parents declare it
 */
public record Column(
        QualifiedName relation,
        String name,
        Origin origin,
        Optional<String> comment,
        String type,
        Optional<String> collation,
        boolean notNull,
        Optional<String> defaultValue,
        Optional<Generated> generated,
        Optional<Identity> identity,
        Optional<String> storage,
        Optional<String> compression,
        Optional<Integer> statistics,
        List<String> options,
        boolean local,
        int inheritedFrom)
        implements SchemaObject.Part {
    /** A generated column's expression, and whether its values are stored. */
    public record Generated(String expression, boolean stored) {}

    /**
     * An identity column.
     *
     * @param always     whether {@code ALWAYS}, rather than {@code BY DEFAULT}
     * @param sequence   its own, or of a partition (from PostgreSQL 17 on) that of the partitioned table
     * @param unlogged   whether the sequence is not written to the log
     * @param privileges on the sequence
     * @param comment    on the sequence
     */
    public record Identity(
            boolean always,
            QualifiedName sequence,
            SequenceOptions options,
            boolean unlogged,
            List<Privilege> privileges,
            Optional<String> comment) {
        public Identity {
            privileges = List.copyOf(privileges);
        }
    }

    /** The same column, short of its default. */
    public Column withoutDefault() {
        return with(notNull, Optional.empty(), identity);
    }

    /** The same column, which takes NULL. */
    public Column nullable() {
        return with(false, defaultValue, identity);
    }

    /** The same column, which numbers no rows. */
    public Column withoutIdentity() {
        return with(notNull, defaultValue, Optional.empty());
    }

    /** The same column, whose identity's sequence is written to the log or not. */
    public Column numberedUnlogged(boolean is) {
        return with(
                notNull,
                defaultValue,
                identity.map(it ->
                        new Identity(it.always(), it.sequence(), it.options(), is, it.privileges(), it.comment())));
    }

    private Column with(boolean refusesNull, Optional<String> expression, Optional<Identity> numbering) {
        return new Column(
                relation,
                name,
                origin,
                comment,
                type,
                collation,
                refusesNull,
                expression,
                generated,
                numbering,
                storage,
                compression,
                statistics,
                options,
                local,
                inheritedFrom);
    }

    public Column {
        options = List.copyOf(options);
    }

    @Override
    public ObjectId id() {
        return new ObjectId(ObjectKind.COLUMN, relation, name);
    }
}
