package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Schema;
import dev.plumbline.source.postgres.NamesByOid;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what a migration loses for good. What only gets another name, and so looks dropped and made to a comparison, is not lost. */
final class Losses {
    private record Place(String schema, String name, String part) {}

    private final Session session;
    private final String ledgerSchema;
    private final Map<Place, NamesByOid.Oid> before = new HashMap<>();

    /** Looks, before the migration. */
    Losses(Session session, String ledgerSchema) throws SQLException {
        this.session = session;
        this.ledgerSchema = ledgerSchema;
        NamesByOid.read(session, ledgerSchema)
                .forEach((oid, name) -> before.put(new Place(name.schema(), name.name(), name.part()), oid));
    }

    /** Such as {@code the rows of table public.old}; after the migration, and before anything else. */
    List<String> between(Schema from, Schema to) throws SQLException {
        List<Change> losing = SchemaDiff.of(from, to).changes().stream()
                .filter(change -> change.lost().isPresent())
                .toList();
        if (losing.isEmpty()) {
            return List.of();
        }
        Set<NamesByOid.Oid> left = NamesByOid.read(session, ledgerSchema).keySet();
        return losing.stream()
                .filter(change -> !(change instanceof Change.Drops
                        && oid(change.id()).filter(left::contains).isPresent()))
                .flatMap(change -> change.lost().stream())
                .distinct()
                .toList();
    }

    private Optional<NamesByOid.Oid> oid(ObjectId id) {
        return Optional.ofNullable(
                before.get(new Place(id.name().schema(), id.name().name(), id.part())));
    }
}
