package dev.plumbline.source.postgres;

import dev.plumbline.model.OtherObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that are there and not compared. Those in no schema are the project's where their oid is above the server's own. Rows of
 * {@code pg_subscription} and {@code pg_user_mapping} are not for everybody to read; their names are.
 */
final class Others {
    private static final Query SQL = Query.of("""
            SELECT o.class, o.oid, o.xmin::text::bigint AS xmin, i.type, i.identity AS name
            FROM (SELECT 'pg_operator'::regclass::oid AS class, oid, xmin, oprnamespace AS namespace FROM pg_operator
                UNION ALL SELECT 'pg_opclass'::regclass, oid, xmin, opcnamespace FROM pg_opclass
                UNION ALL SELECT 'pg_opfamily'::regclass, oid, xmin, opfnamespace FROM pg_opfamily
                UNION ALL SELECT 'pg_conversion'::regclass, oid, xmin, connamespace FROM pg_conversion
                UNION ALL SELECT 'pg_ts_config'::regclass, oid, xmin, cfgnamespace FROM pg_ts_config
                UNION ALL SELECT 'pg_ts_dict'::regclass, oid, xmin, dictnamespace FROM pg_ts_dict
                UNION ALL SELECT 'pg_ts_parser'::regclass, oid, xmin, prsnamespace FROM pg_ts_parser
                UNION ALL SELECT 'pg_ts_template'::regclass, oid, xmin, tmplnamespace FROM pg_ts_template
                UNION ALL SELECT 'pg_class'::regclass, oid, xmin, relnamespace FROM pg_class WHERE relkind = 'f'
                UNION ALL SELECT 'pg_type'::regclass, t.oid, t.xmin, t.typnamespace FROM pg_type t
                    WHERE t.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)) o
                CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
            WHERE o.namespace = ANY (?::oid[])
            UNION ALL
            SELECT o.class, o.oid, o.xmin::text::bigint AS xmin, i.type, i.identity
            FROM (SELECT 'pg_am'::regclass::oid AS class, oid, xmin FROM pg_am
                UNION ALL SELECT 'pg_cast'::regclass, oid, xmin FROM pg_cast
                UNION ALL SELECT 'pg_language'::regclass, oid, xmin FROM pg_language
                UNION ALL SELECT 'pg_transform'::regclass, oid, xmin FROM pg_transform
                UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, xmin FROM pg_foreign_data_wrapper
                UNION ALL SELECT 'pg_foreign_server'::regclass, oid, xmin FROM pg_foreign_server
                UNION ALL SELECT 'pg_user_mapping'::regclass, umid, '0'::xid FROM pg_user_mappings) o
                CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
            WHERE o.oid >= 16384
            UNION ALL
            SELECT 0, 0, 0, 'subscription', quote_ident(subname) FROM pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            UNION ALL
            SELECT l.classoid, l.objoid, l.xmin::text::bigint, 'security label', l.provider || ' on ' || i.type || ' ' || i.identity
            FROM pg_seclabel l CROSS JOIN LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
            """);

    private Others() {}

    /** Read last: from then on foreign tables have ids, and they have no parts. */
    static List<OtherObject> read(Catalog catalog) throws SQLException {
        List<OtherObject> others = new ArrayList<>();
        catalog.each(
                SQL,
                row -> {
                    if (!catalog.ids().isMember(row.id("class"), row.id("oid"))) {
                        OtherObject other = new OtherObject(row.text("type"), row.text("name"), catalog.origin(row));
                        if (!other.type().equals("security label")) {
                            catalog.ids().put(row.id("class"), row.id("oid"), other.id());
                        }
                        others.add(other);
                    }
                },
                catalog.namespaces());
        return others;
    }
}
