package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.PublicationChange;
import dev.plumbline.model.Publication;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Publications and what they show. */
final class PublicationSteps {
    private PublicationSteps() {}

    static List<Step> create(Publication publication, Change cause) {
        List<String> members = members(publication);
        String shows = publication.allTables()
                ? " FOR ALL TABLES"
                : members.isEmpty() ? "" : " FOR " + String.join(", ", members);
        return List.of(Step.of(
                "CREATE PUBLICATION " + Names.quote(publication.name()) + shows + " WITH (" + options(publication)
                        + ")",
                cause));
    }

    static List<Step> change(PublicationChange change) {
        return switch (change) {
            case PublicationChange.Configured it -> List.of(configure(it));
            case PublicationChange.Filled it -> List.of(fill(it));
            case PublicationChange.Created _,
                    PublicationChange.Dropped _,
                    PublicationChange.Rebuilt _,
                    PublicationChange.Rejoined _ -> List.of();
        };
    }

    private static Step configure(PublicationChange.Configured change) {
        boolean generatedNoMore = change.from().generated().equals("stored")
                && !change.to().generated().equals("stored");
        return Step.of(
                alter(change.to()) + " SET (" + options(change.to())
                        + (generatedNoMore ? ", publish_generated_columns = none" : "") + ")",
                change);
    }

    private static Step fill(PublicationChange.Filled change) {
        List<String> members = members(change.to());
        if (!members.isEmpty()) {
            return Step.of(alter(change.to()) + " SET " + String.join(", ", members), change);
        }
        List<String> names = new ArrayList<>(
                change.from().tables().stream().map(PublicationSteps::name).toList());
        names.addAll(schemas(change.from()));
        return Step.of(alter(change.to()) + " DROP " + String.join(", ", names), change);
    }

    /** Tables leave that cannot be changed while they are shown as they are. */
    static Step leave(PublicationChange.Rejoined change) {
        return Step.of(
                alter(change.to()) + " DROP "
                        + change.leaving().stream().map(PublicationSteps::name).collect(Collectors.joining(", ")),
                change);
    }

    /** They are shown again. */
    static Step join(PublicationChange.Rejoined change) {
        return Step.of(
                alter(change.to()) + " ADD "
                        + change.joining().stream()
                                .map(PublicationSteps::member)
                                .collect(Collectors.joining(", ")),
                change);
    }

    private static String alter(Publication publication) {
        return "ALTER PUBLICATION " + Names.quote(publication.name());
    }

    private static List<String> members(Publication publication) {
        List<String> members = new ArrayList<>(
                publication.tables().stream().map(PublicationSteps::member).toList());
        members.addAll(schemas(publication));
        return members;
    }

    private static String member(Publication.Member member) {
        String columns = member.columns().isEmpty() ? "" : " (" + Names.list(member.columns()) + ")";
        return name(member)
                + columns
                + member.filter().map(it -> " WHERE (" + it + ")").orElse("");
    }

    private static String name(Publication.Member member) {
        return "TABLE ONLY " + Names.sql(member.table());
    }

    private static List<String> schemas(Publication publication) {
        return publication.schemas().stream()
                .map(schema -> "TABLES IN SCHEMA " + Names.quote(schema))
                .toList();
    }

    private static String options(Publication publication) {
        return "publish = " + Identifiers.quoteLiteral(String.join(", ", publication.operations()))
                + ", publish_via_partition_root = " + publication.viaRoot()
                + (publication.generated().equals("stored") ? ", publish_generated_columns = stored" : "");
    }
}
