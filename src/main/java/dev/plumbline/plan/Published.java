package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Publication;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables whose updates are published. PostgreSQL refuses to update them where the replica identity does not do for that ({@code
 * CheckCmdReplicaIdentity}): it is none, or a filter or a list of columns goes beyond it.
 */
final class Published {
    private final SchemaDiff diff;

    /** What is not there all the time. */
    private final Set<ObjectId> rebuilt;

    /**
     * By which the rows of a table are told apart.
     *
     * @param key the constraint or index; none where it is the whole row
     */
    private record Identity(Optional<ObjectId> key, Set<String> columns) {}

    Published(SchemaDiff diff) {
        this.diff = diff;
        this.rebuilt = diff.changes().stream()
                .filter(Change.Rebuilds.class::isInstance)
                .map(Change::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether rows of the table may not be updated while the plan runs. */
    boolean refusesUpdates(QualifiedName name) {
        Optional<Identity> identity = identity(diff.from(), name);
        boolean stays = identity.isPresent()
                && identity.equals(identity(diff.to(), name))
                && identity.get().key().filter(rebuilt::contains).isEmpty();
        return Stream.of(diff.from(), diff.to())
                .flatMap(schema -> schema.all(Publication.class).stream())
                .filter(publication -> publication.operations().contains("update"))
                .anyMatch(publication -> {
                    boolean whole =
                            publication.allTables() || publication.schemas().contains(name.schema());
                    return (whole && !stays)
                            || publication.tables().stream()
                                    .filter(member -> member.table().equals(name))
                                    .anyMatch(member ->
                                            !stays || !covers(identity.get().columns(), member));
                });
    }

    private static boolean covers(Set<String> identity, Publication.Member member) {
        // Words of a filter that are no columns are not told apart: then it is not relied on.
        boolean filter =
                member.filter().map(Names::mentioned).orElse(Set.of()).stream().allMatch(identity::contains);
        return filter && (member.columns().isEmpty() || member.columns().containsAll(identity));
    }

    /** None where the rows cannot be told apart. */
    private static Optional<Identity> identity(Schema schema, QualifiedName name) {
        if (!(schema.find(ObjectId.of(ObjectKind.TABLE, name)).orElse(null) instanceof Table table)) {
            return Optional.empty();
        }
        return switch (table.replicaIdentity()) {
            case NOTHING -> Optional.empty();
            case FULL ->
                Optional.of(new Identity(
                        Optional.empty(),
                        table.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet())));
            case DEFAULT ->
                first(table.constraints().stream()
                        .filter(it -> it.type() == Constraint.Type.PRIMARY_KEY && !it.deferrable()));
            case INDEX ->
                first(table.constraints().stream().filter(it -> it.index()
                                .filter(Constraint.IndexSettings::replicaIdentity)
                                .isPresent()))
                        .or(() -> schema.all(Index.class).stream()
                                .filter(it ->
                                        it.table().equals(name) && it.settings().replicaIdentity())
                                .findFirst()
                                .map(it -> new Identity(Optional.of(it.id()), Set.copyOf(it.keys()))));
        };
    }

    private static Optional<Identity> first(Stream<Constraint> keys) {
        return keys.findFirst().map(it -> new Identity(Optional.of(it.id()), Set.copyOf(it.columns())));
    }
}
