package dev.plumbline.plan;

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
import java.util.List;
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

    Published(SchemaDiff diff) {
        this.diff = diff;
    }

    /** Whether rows of the table may not be updated while the plan runs. */
    boolean refusesUpdates(QualifiedName name) {
        Optional<Set<String>> identity = identity(diff.from(), name);
        boolean stays = identity.isPresent() && identity.equals(identity(diff.to(), name));
        return Stream.of(diff.from(), diff.to())
                .flatMap(schema -> schema.all(Publication.class).stream())
                .filter(publication -> publication.operations().contains("update"))
                .anyMatch(publication -> {
                    boolean whole =
                            publication.allTables() || publication.schemas().contains(name.schema());
                    return (whole && !stays)
                            || publication.tables().stream()
                                    .filter(member -> member.table().equals(name))
                                    .anyMatch(member -> !stays || !covers(identity.get(), member));
                });
    }

    private static boolean covers(Set<String> identity, Publication.Member member) {
        // Words of a filter that are no columns are not told apart: then it is not relied on.
        boolean filter =
                member.filter().map(Names::mentioned).orElse(Set.of()).stream().allMatch(identity::contains);
        return filter && (member.columns().isEmpty() || member.columns().containsAll(identity));
    }

    /** The columns by which the rows of a table are told apart; none where they cannot be. */
    private static Optional<Set<String>> identity(Schema schema, QualifiedName name) {
        if (!(schema.find(ObjectId.of(ObjectKind.TABLE, name)).orElse(null) instanceof Table table)) {
            return Optional.empty();
        }
        List<List<String>> found =
                switch (table.replicaIdentity()) {
                    case NOTHING -> List.of();
                    case FULL ->
                        List.of(table.columns().stream().map(Column::name).toList());
                    case DEFAULT ->
                        table.constraints().stream()
                                .filter(it -> it.type() == Constraint.Type.PRIMARY_KEY)
                                .map(Constraint::columns)
                                .toList();
                    case INDEX ->
                        Stream.concat(
                                        table.constraints().stream()
                                                .filter(it -> it.index()
                                                        .filter(Constraint.IndexSettings::replicaIdentity)
                                                        .isPresent())
                                                .map(Constraint::columns),
                                        schema.all(Index.class).stream()
                                                .filter(it -> it.table().equals(name)
                                                        && it.settings().replicaIdentity())
                                                .map(Index::keys))
                                .toList();
                };
        return found.stream().findFirst().map(columns -> columns.stream().collect(Collectors.toUnmodifiableSet()));
    }
}
