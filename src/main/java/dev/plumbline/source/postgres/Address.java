package dev.plumbline.source.postgres;

/**
 * Where the catalog has an object, as {@code pg_depend} writes it.
 *
 * @param table oid of the table of {@code pg_catalog}
 */
record Address(long table, long oid) {}
