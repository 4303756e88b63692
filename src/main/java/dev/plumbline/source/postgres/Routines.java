package dev.plumbline.source.postgres;

import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import java.sql.SQLException;
import java.util.List;

/** Functions, procedures and aggregates, without those that come with a range type. */
final class Routines {
    /** The server has no function that writes an aggregate's definition; this does it as {@code pg_dump} 18 does. */
    private static final String AGGREGATE = """
            concat_ws(E',\\n',
                '    SFUNC = ' || a.aggtransfn::text, '    STYPE = ' || format_type(a.aggtranstype, NULL),
                '    SSPACE = ' || nullif(a.aggtransspace, 0), '    INITCOND = ' || quote_literal(a.agginitval),
                '    FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'), CASE WHEN a.aggfinalextra THEN '    FINALFUNC_EXTRA' END,
                '    FINALFUNC_MODIFY = ' || {modify},
                '    COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'), '    SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
                '    DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'), '    MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
                '    MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
                CASE WHEN a.aggmtranstype <> 0 THEN '    MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
                '    MSSPACE = ' || nullif(a.aggmtransspace, 0), '    MINITCOND = ' || quote_literal(a.aggminitval),
                '    MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'), CASE WHEN a.aggmfinalextra THEN '    MFINALFUNC_EXTRA' END,
                '    MFINALFUNC_MODIFY = ' || {moving_modify},
                '    SORTOP = ' || (SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
                    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
                CASE WHEN a.aggkind = 'h' THEN '    HYPOTHETICAL' END,
                '    PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END)
            """;

    private static final Query SQL = Query.of("""
            SELECT p.oid, p.xmin::text::bigint AS xmin, p.pronamespace, p.proname, oidvectortypes(p.proargtypes) AS signature,
                   p.prokind, pg_get_userbyid(p.proowner) AS owner, array_to_string(p.proacl, E'\\n') AS acl,
                   array_to_string(acldefault('f', p.proowner), E'\\n') AS default_acl,
                   pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result, l.lanname,
                   CASE WHEN p.prokind = 'a' THEN 'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname)
                           || '(' || CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END || E') (\\n'
                           || {aggregate} || E'\\n)'
                       ELSE rtrim(pg_get_functiondef(p.oid), E'\\n') END AS definition
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
                LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
            WHERE p.pronamespace = ANY (?::oid[]) AND NOT EXISTS (
                SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
            """)
            .with("modify", modify("a.aggfinalmodify"))
            .with("moving_modify", modify("a.aggmfinalmodify"))
            .with("aggregate", AGGREGATE);

    private Routines() {}

    /** Whether a final function changes its state, where it is not what the kind of aggregate has by default. */
    private static String modify(String column) {
        return "CASE WHEN " + column + " <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN CASE " + column
                + " WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END";
    }

    static List<Routine> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_PROC,
                SQL,
                row -> {
                    QualifiedName name = catalog.name(row, "pronamespace", "proname");
                    return new Routine(
                            name.schema(),
                            name.name(),
                            row.text("signature"),
                            kind(row.letter("prokind")),
                            catalog.origin(row),
                            catalog.comment(CatalogTable.PG_PROC, row),
                            row.text("owner"),
                            catalog.privileges(row),
                            row.text("arguments"),
                            row.optional("result"),
                            row.text("lanname"),
                            row.text("definition"));
                },
                catalog.namespaces());
    }

    private static ObjectKind kind(char letter) {
        return switch (letter) {
            case 'p' -> ObjectKind.PROCEDURE;
            case 'a' -> ObjectKind.AGGREGATE;
            default -> ObjectKind.FUNCTION;
        };
    }
}
