package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.source.postgres.NamesByOid;
import dev.plumbline.source.postgres.NamesByOid.Kind;
import dev.plumbline.source.postgres.NamesByOid.Name;
import dev.plumbline.source.postgres.NamesByOid.Oid;
import dev.plumbline.sql.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives what got other names its old ones back, on the database itself: for PostgreSQL knows what else a name changes. Nobody needs
 * to be asked what is the same as before, since it has the oid that it had.
 */
final class NamesBack {
    /** Begins the name of what stands where another has to go. */
    private static final String ASIDE = "plumb_aside_";

    private record Statement(String sql, String undo) {}

    private final Session session;
    private final String ledgerSchema;
    private final List<Statement> done = new ArrayList<>();

    NamesBack(Session session, String ledgerSchema) {
        this.session = session;
        this.ledgerSchema = ledgerSchema;
    }

    /**
     * Renames until all that was there {@code before} has its name of then.
     *
     * @return the statements that were run
     */
    List<String> run(Map<Oid, Name> before) throws SQLException {
        while (true) {
            // One name can change others: those of what is in a schema, or moves with its table.
            Map<Oid, Name> now = NamesByOid.read(session, ledgerSchema);
            Optional<Statement> next = next(before, now);
            if (next.isEmpty()) {
                return done.stream().map(Statement::sql).toList();
            }
            session.execute(next.get().sql());
            done.add(next.get());
        }
    }

    /** Takes all of that back. */
    void undo() throws SQLException {
        for (Statement statement : done.reversed()) {
            session.execute(statement.undo());
        }
    }

    private static Optional<Statement> next(Map<Oid, Name> before, Map<Oid, Name> now) {
        for (Map.Entry<Oid, Name> entry : now.entrySet()) {
            Name is = entry.getValue();
            Name was = before.get(entry.getKey());
            if (was != null && was.kind() == is.kind()) {
                Name wanted = wanted(is, was);
                if (!wanted.equals(is)) {
                    return Optional.of(towards(is, wanted, now));
                }
            }
        }
        return Optional.empty();
    }

    /** The next name on the way to the old one: a statement changes either the name or the schema. */
    private static Name wanted(Name is, Name was) {
        if (is.kind() == Kind.SCHEMA) {
            return was;
        }
        if (is.kind().isPart()) {
            return new Name(is.kind(), is.schema(), is.name(), was.part());
        }
        return is.name().equals(was.name()) ? was : new Name(is.kind(), is.schema(), was.name(), "");
    }

    private static Statement towards(Name is, Name wanted, Map<Oid, Name> now) {
        Optional<Name> inTheWay = now.values().stream()
                .filter(other -> isSamePlace(other, wanted))
                .findFirst();
        if (inTheWay.isPresent()) {
            return rename(inTheWay.get(), aside(inTheWay.get(), now));
        }
        boolean schemaIsGone = now.values().stream()
                .noneMatch(
                        other -> other.kind() == Kind.SCHEMA && other.schema().equals(wanted.schema()));
        if (is.kind() != Kind.SCHEMA && schemaIsGone) {
            String schema = Identifiers.quote(wanted.schema());
            return new Statement("CREATE SCHEMA " + schema, "DROP SCHEMA " + schema);
        }
        return rename(is, wanted);
    }

    /** Relations and types share their names. */
    private static boolean isSamePlace(Name one, Name other) {
        boolean both = one.kind() == other.kind() || (isInSchema(one.kind()) && isInSchema(other.kind()));
        return both
                && one.schema().equals(other.schema())
                && one.name().equals(other.name())
                && one.part().equals(other.part());
    }

    private static boolean isInSchema(Kind kind) {
        return kind != Kind.SCHEMA && !kind.isPart();
    }

    private static Name aside(Name name, Map<Oid, Name> now) {
        for (int i = 1; ; i++) {
            String free = ASIDE + i;
            Name aside =
                    switch (name.kind()) {
                        case SCHEMA -> new Name(name.kind(), free, "", "");
                        case COLUMN, ATTRIBUTE, LABEL -> new Name(name.kind(), name.schema(), name.name(), free);
                        default -> new Name(name.kind(), name.schema(), free, "");
                    };
            if (now.values().stream().noneMatch(other -> isSamePlace(other, aside))) {
                return aside;
            }
        }
    }

    private static Statement rename(Name from, Name to) {
        return new Statement(sql(from, to), sql(to, from));
    }

    private static String sql(Name from, Name to) {
        if (from.kind() == Kind.SCHEMA) {
            return "ALTER SCHEMA " + Identifiers.quote(from.schema()) + " RENAME TO " + Identifiers.quote(to.schema());
        }
        String object = Identifiers.qualified(from.schema(), from.name());
        return switch (from.kind()) {
            case COLUMN ->
                "ALTER TABLE " + object + " RENAME COLUMN " + Identifiers.quote(from.part()) + " TO "
                        + Identifiers.quote(to.part());
            case ATTRIBUTE ->
                "ALTER TYPE " + object + " RENAME ATTRIBUTE " + Identifiers.quote(from.part()) + " TO "
                        + Identifiers.quote(to.part());
            case LABEL ->
                "ALTER TYPE " + object + " RENAME VALUE " + Identifiers.quoteLiteral(from.part()) + " TO "
                        + Identifiers.quoteLiteral(to.part());
            default ->
                "ALTER " + from.kind() + " " + object
                        + (from.name().equals(to.name())
                                ? " SET SCHEMA " + Identifiers.quote(to.schema())
                                : " RENAME TO " + Identifiers.quote(to.name()));
        };
    }
}
