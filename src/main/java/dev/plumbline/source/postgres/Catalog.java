package dev.plumbline.source.postgres;

import dev.plumbline.db.Session;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.source.Origins;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One snapshot of a catalog: how it is asked, and what the readers before have found and the next ones build on. */
final class Catalog {
    /** Does something with a row. */
    @FunctionalInterface
    interface RowReader {
        void read(Row row) throws SQLException;
    }

    /** Makes an object of a row. */
    @FunctionalInterface
    interface ObjectReader<T> {
        T read(Row row) throws SQLException;
    }

    /** Longer texts are hardly ever the same twice. */
    private static final int LONGEST_SHARED = 64;

    private final Session session;
    private final Optional<SecondSession> second;
    private final int version;
    private final Origins origins;
    private final Ids ids = new Ids();
    private final Privileges privileges = new Privileges();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Long, String> namespaces = new HashMap<>();
    private final Map<Comments.Place, String> comments = new HashMap<>();

    Catalog(Session session, Optional<SecondSession> second, Origins origins) throws SQLException {
        this.session = session;
        this.second = second;
        this.version = session.serverMajor();
        this.origins = origins;
    }

    int version() {
        return version;
    }

    Ids ids() {
        return ids;
    }

    /** Hands each row of a query to a reader. */
    void each(Query query, RowReader reader, Object... parameters) throws SQLException {
        UnaryOperator<String> shared = this::shared;
        Session.RowTaker taker = row -> reader.read(new Row(row, shared));
        if (second.isPresent() && second.get().has(query)) {
            try (Session.Rows rows = second.get().rows(query)) {
                rows.each(taker);
            }
        } else {
            session.each(query.on(version), taker, parameters);
        }
    }

    /** Has queries run in the second session meanwhile, where there is one; {@link #each} takes their rows from there. */
    void ahead(Query query, Object... parameters) {
        second.ifPresent(it -> it.ask(query, query.on(version), parameters));
    }

    /**
     * The objects of a query with a column {@code oid}, without those of extensions. Their ids are known from then on.
     *
     * @param table whose rows they are
     */
    <T extends SchemaObject> List<T> objects(
            CatalogTable table, Query query, ObjectReader<T> reader, Object... parameters) throws SQLException {
        List<T> objects = new ArrayList<>();
        each(
                query,
                row -> {
                    long oid = row.id("oid");
                    if (!ids.isMember(table, oid)) {
                        T object = reader.read(row);
                        ids.put(table, oid, object.id());
                        objects.add(object);
                    }
                },
                parameters);
        return objects;
    }

    /** The same string for equal short texts: a schema has few types, owners and defaults, and many columns. */
    private String shared(String text) {
        if (text.length() > LONGEST_SHARED) {
            return text;
        }
        String same = texts.putIfAbsent(text, text);
        return same == null ? text : same;
    }

    void addNamespace(long oid, String name) {
        namespaces.put(oid, name);
    }

    /** The oids of the schemas that are read, as a parameter for {@code = ANY (?::oid[])}. */
    List<String> namespaces() {
        return namespaces.keySet().stream().map(String::valueOf).toList();
    }

    /** Whether the objects of a schema are read. */
    boolean isRead(long namespace) {
        return namespaces.containsKey(namespace);
    }

    QualifiedName name(Row row, String namespace, String name) throws SQLException {
        String schema = namespaces.get(row.id(namespace));
        if (schema == null) {
            throw new VanishedException("schema " + row.id(namespace));
        }
        return new QualifiedName(schema, row.text(name));
    }

    /** Whether {@link #origin} looks at {@code xmin}, which for a table that others refer to takes long to find out. */
    boolean tellsWriters() {
        return origins.differ();
    }

    /** The origin of the row whose {@code xmin} is selected. */
    Origin origin(Row row) throws SQLException {
        return origins.of(row.id("xmin"));
    }

    void addComment(Comments.Place place, String text) {
        comments.put(place, text);
    }

    /** The comment on the object whose {@code oid} is selected. */
    Optional<String> comment(CatalogTable table, Row row) throws SQLException {
        return comment(table, row.id("oid"), 0);
    }

    /** The comment on a column, where {@code part} is its number. */
    Optional<String> comment(CatalogTable table, long oid, int part) {
        return Optional.ofNullable(comments.get(new Comments.Place(table.oid(), oid, part)));
    }

    /** The rights that the columns {@code acl} and {@code default_acl} differ by. */
    List<Privilege> privileges(Row row) throws SQLException {
        Optional<String> acl = row.optional("acl");
        return acl.isEmpty() ? List.of() : privileges.of(acl.get(), row.text("default_acl"), "");
    }

    /** The rights on a column, to which nobody has any by default. */
    List<Privilege> columnPrivileges(Row row, String column) throws SQLException {
        Optional<String> acl = row.optional("acl");
        return acl.isEmpty() ? List.of() : privileges.of(acl.get(), "", column);
    }
}
