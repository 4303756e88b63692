package dev.plumbline.source;

import dev.plumbline.model.Origin;

/** Tells which statement last made or changed an object, by the transaction that wrote its row of the catalog. */
@FunctionalInterface
public interface Origins {
    /**
     * The origin of a row.
     *
     * @param xmin the transaction's id, as the row's {@code xmin} has it: without its epoch
     */
    Origin of(long xmin);

    /** Of a database about whose statements nothing is known. */
    static Origins catalog(String source) {
        Origin origin = Origin.of(source);
        return xmin -> origin;
    }
}
