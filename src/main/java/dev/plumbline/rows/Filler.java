package dev.plumbline.rows;

import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Fills tables, those first that others point to. Each table is filled once, however often it is asked. */
public final class Filler {
    /** So many rows are made by one statement at most. */
    private static final long BATCH = 500_000;

    /** After so many statements that make next to nothing no more are tried. */
    private static final int VAIN = 3;

    private final Shape shape;
    private final long most;
    private final Map<QualifiedName, Filled> filled = new LinkedHashMap<>();
    private int keys;

    private Optional<QualifiedName> filling = Optional.empty();

    /** @param most how many rows a table gets at most */
    public Filler(Shape shape, long most) {
        this.shape = shape;
        this.most = most;
    }

    /** The table at which filling broke off. */
    public Optional<QualifiedName> filling() {
        return filling;
    }

    /** All that were filled until now, in that order. */
    public List<Filled> filled() {
        return List.copyOf(filled.values());
    }

    /** Tables of the shape that no schema had until now. */
    public List<QualifiedName> missing() {
        return shape.tables().entrySet().stream()
                .filter(it -> it.getValue().rows() > 0 && !filled.containsKey(it.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Fills the tables of a schema that rows are known of and that were not filled yet. Triggers do not fire, where they may be kept from it.
     *
     * @return those that were filled now
     * @throws SQLException where there is no space for the rows, or the session breaks
     */
    public List<Filled> fill(Session session, Schema schema) throws SQLException {
        Map<QualifiedName, Table> tables = new LinkedHashMap<>();
        for (Table table : schema.all(Table.class)) {
            if (table.partitionKey().isEmpty()) {
                tables.put(table.name(), table);
            }
        }
        Map<Table, Long> wanted = new LinkedHashMap<>();
        for (Table table : Order.of(schema, tables)) {
            if (!filled.containsKey(table.name())) {
                wanted(table, schema).ifPresent(rows -> wanted.put(table, rows));
            }
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Filled> now = new ArrayList<>();
        Checks checks = new Checks();
        Values values = new Values(schema, checks);
        // The bound of the migrations' statements; rows take what they take.
        String bound = session.text("SHOW statement_timeout").orElse("0");
        session.execute("SET statement_timeout = 0");
        boolean quiet = keepTriggersQuiet(session);
        for (Map.Entry<Table, Long> entry : wanted.entrySet()) {
            filling = Optional.of(entry.getKey().name());
            Filled done = fill(session, schema, entry.getKey(), entry.getValue(), values, checks, quiet);
            filled.put(entry.getKey().name(), done);
            now.add(done);
        }
        // Else the server would count the rows once more when it is told of them later.
        session.execute("SELECT pg_stat_force_next_flush()");
        session.execute(
                "VACUUM (ANALYZE) " + now.stream().map(it -> sql(it.table())).collect(Collectors.joining(", ")));
        session.execute("RESET session_replication_role; SET statement_timeout = '" + bound + "'");
        filling = Optional.empty();
        return now;
    }

    /** Whether triggers do not fire from now on, which a server of the user's may refuse. */
    private static boolean keepTriggersQuiet(Session session) throws SQLException {
        if (session.is("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            session.execute("SET session_replication_role = replica");
            return true;
        }
        return false;
    }

    /** A leaf of a partitioned table that rows are asked for gets an equal share of them. */
    private Optional<Long> wanted(Table table, Schema schema) {
        Shape.OfTable own = shape.tables().get(table.name());
        if (own != null) {
            return own.rows() > 0 ? Optional.of(own.rows()) : Optional.empty();
        }
        long share = 1;
        Optional<Table.Partition> partition = table.partition();
        while (partition.isPresent()) {
            QualifiedName parent = partition.get().parent();
            share *= Math.max(
                    1,
                    schema.all(Table.class).stream()
                            .flatMap(it -> it.partition().stream())
                            .filter(it ->
                                    it.parent().equals(parent) && !it.bound().equals("DEFAULT"))
                            .count());
            Shape.OfTable of = shape.tables().get(parent);
            if (of != null) {
                boolean isDefault = table.partition().get().bound().equals("DEFAULT");
                return isDefault || of.rows() == 0 ? Optional.empty() : Optional.of(Math.max(1, of.rows() / share));
            }
            partition = schema.all(Table.class).stream()
                    .filter(it -> it.name().equals(parent))
                    .findFirst()
                    .flatMap(Table::partition);
        }
        return Optional.empty();
    }

    private Filled fill(
            Session session, Schema schema, Table table, long wanted, Values values, Checks checks, boolean quiet)
            throws SQLException {
        Shape.OfTable known = shape.tables().getOrDefault(table.name(), Shape.OfTable.of(wanted));
        long rows = Math.min(wanted, most);
        List<String> gaps = new ArrayList<>();
        List<String> held = new ArrayList<>();
        List<Pointer> pointers = pointers(session, table, gaps, held);
        Insertion insertion = new Insertion(schema, table, known, rows, values, checks, pointers, held);
        gaps.addAll(insertion.gaps());
        long target = Math.min(rows, insertion.most());
        long made = 0;
        if (insertion.isPossible()) {
            try {
                made = insert(session, insertion, 1, Math.min(target, insertion.pointless()));
                if (made > 0) {
                    drop(session, pointers);
                    pointers = pointers(session, table, new ArrayList<>(), new ArrayList<>());
                    insertion = new Insertion(schema, table, known, rows, values, checks, pointers, held);
                }
                made += insert(session, insertion, made + 1, target - made);
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                // Data that does not fit, a broken constraint, or an expression that fails: the other tables can do
                // without it.
                if (!failure.sqlState().matches("2[23].*|42.*|P0.*")) {
                    throw e;
                }
                gaps.add("PostgreSQL refused the rows: " + failure.message());
            }
        }
        if (made < target && gaps.isEmpty()) {
            gaps.add(made + " of " + target + " rows fulfil "
                    + (insertion.conditions().isEmpty()
                            ? "its unique keys"
                            : "CHECK (" + String.join(") and CHECK (", insertion.conditions())
                                    + ") and its unique keys"));
        }
        drop(session, pointers);
        goOn(session, table);
        if (made > 0 && !quiet && !table.triggers().isEmpty()) {
            gaps.add("its triggers fired: only a superuser may keep them from it");
        }
        return new Filled(table.name(), made, wanted, gaps);
    }

    private static void drop(Session session, List<Pointer> pointers) throws SQLException {
        for (Pointer pointer : pointers) {
            session.execute("DROP TABLE " + Identifiers.quote(pointer.numbered()));
        }
    }

    private static long insert(Session session, Insertion insertion, long from, long target) throws SQLException {
        long made = 0;
        long next = from;
        int vain = 0;
        double accepted = 1;
        while (made < target && vain < VAIN) {
            long left = target - made;
            long batch = Math.min(BATCH, Math.max(left, Math.round(left / Math.max(accepted, 0.01) * 1.05)));
            long got = session.update(insertion.sql(next, next + batch - 1, left));
            made += got;
            next += batch;
            accepted = (double) got / batch;
            vain = got * 200 < batch ? vain + 1 : 0;
        }
        return made;
    }

    /** @param held conditions that rows must fulfil beside */
    private List<Pointer> pointers(Session session, Table table, List<String> gaps, List<String> held)
            throws SQLException {
        List<Pointer> pointers = new ArrayList<>();
        Set<String> set = new HashSet<>();
        List<Constraint> all = table.constraints().stream()
                .filter(it -> it.type() == Constraint.Type.FOREIGN_KEY
                        && it.enforced()
                        && it.references().isPresent())
                .sorted((a, b) ->
                        Integer.compare(b.columns().size(), a.columns().size()))
                .toList();
        Set<String> generated = names(table, column -> column.generated().isPresent());
        Set<String> required = names(table, Column::notNull);
        for (Constraint key : all) {
            List<String> own = key.columns().stream()
                    .filter(column -> !set.contains(column) && !generated.contains(column))
                    .toList();
            List<String> shared = key.columns().stream().filter(set::contains).toList();
            Constraint.Reference to = key.references().orElseThrow();
            if (own.isEmpty()) {
                held.add("(" + names(key.columns()) + ") IN (SELECT " + names(to.columns()) + " FROM " + sql(to.table())
                        + ")");
                continue;
            }
            if (to.table().equals(table.name()) && own.stream().anyMatch(required::contains)) {
                gaps.add(key.name() + ": a row that must point to another of its own table may point to none");
                continue;
            }
            pointers.add(number(session, key, own, shared, to));
            set.addAll(own);
        }
        return pointers;
    }

    private static String names(List<String> columns) {
        return columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    private static Set<String> names(Table table, Predicate<Column> such) {
        return table.columns().stream().filter(such).map(Column::name).collect(Collectors.toSet());
    }

    private Pointer number(
            Session session, Constraint key, List<String> own, List<String> shared, Constraint.Reference to)
            throws SQLException {
        String numbered = "plumb_key_" + ++keys;
        List<String> targets = to.columns();
        String within = shared.stream()
                .map(column -> Identifiers.quote(targets.get(key.columns().indexOf(column))))
                .collect(Collectors.joining(", "));
        String over = within.isEmpty() ? "" : "PARTITION BY " + within;
        session.execute(
                "CREATE TEMPORARY TABLE " + Identifiers.quote(numbered) + " AS SELECT row_number() OVER (" + over
                        + ") - 1 AS n, count(*) OVER (" + over + ") AS c, "
                        + targets.stream().map(Identifiers::quote).collect(Collectors.joining(", ")) + " FROM "
                        + sql(to.table()) + " WHERE "
                        + targets.stream()
                                .map(column -> Identifiers.quote(column) + " IS NOT NULL")
                                .collect(Collectors.joining(" AND ")));
        session.execute("ANALYZE " + Identifiers.quote(numbered));
        long count = Long.parseLong(session.text("SELECT count(*) FROM " + Identifiers.quote(numbered))
                .orElse("0"));
        return new Pointer(key, own, shared, to.table(), targets, numbered, count);
    }

    /** What inserts next gets numbers that no row has. */
    private static void goOn(Session session, Table table) throws SQLException {
        for (Column column : table.columns()) {
            boolean numbered = column.identity().isPresent()
                    || column.defaultValue()
                            .filter(it -> it.startsWith("nextval("))
                            .isPresent();
            if (numbered) {
                session.execute("SELECT setval(s, m) FROM (SELECT pg_get_serial_sequence("
                        + Identifiers.quoteLiteral(sql(table.name())) + ", " + Identifiers.quoteLiteral(column.name())
                        + ") AS s, max(" + Identifiers.quote(column.name()) + ") AS m FROM " + sql(table.name())
                        + ") AS last WHERE s IS NOT NULL AND m > 0");
            }
        }
    }

    private static String sql(QualifiedName name) {
        return Identifiers.qualified(name.schema(), name.name());
    }
}
