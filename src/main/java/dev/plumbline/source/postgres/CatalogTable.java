package dev.plumbline.source.postgres;

/** The tables of {@code pg_catalog} whose rows are objects, with their oids, which are the same in all versions. */
enum CatalogTable {
    PG_CLASS(1259),
    PG_TYPE(1247),
    PG_PROC(1255),
    PG_CONSTRAINT(2606),
    PG_ATTRDEF(2604),
    PG_REWRITE(2618),
    PG_TRIGGER(2620),
    PG_POLICY(3256),
    PG_NAMESPACE(2615),
    PG_EXTENSION(3079),
    PG_COLLATION(3456),
    PG_STATISTIC_EXT(3381),
    PG_EVENT_TRIGGER(3466),
    PG_PUBLICATION(6104),
    PG_PUBLICATION_REL(6106),
    PG_PUBLICATION_NAMESPACE(6237),
    PG_DEFAULT_ACL(826);

    private final long oid;

    CatalogTable(long oid) {
        this.oid = oid;
    }

    long oid() {
        return oid;
    }
}
