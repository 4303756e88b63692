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

    /** Whether that differs from row to row; where it does not, nobody need ask for {@code xmin}. */
    default boolean differ() {
        return true;
    }

    /** Of a database about whose statements nothing is known. */
    static Origins catalog(String source) {
        return new Same(Origin.of(source));
    }

    /** One for all. */
    record Same(Origin origin) implements Origins {
        @Override
        public Origin of(long xmin) {
            return origin;
        }

        @Override
        public boolean differ() {
            return false;
        }
    }
}
