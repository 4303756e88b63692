package dev.plumbline.report;

import dev.plumbline.model.Collation;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Index;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.Publication;
import dev.plumbline.model.RangeType;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who owns what: said once for most objects, and with an object only where it is another's. */
final class Owners {
    private final Optional<String> usual;

    Owners(Schema schema) {
        Map<String, Long> counts = schema.objects().values().stream()
                .flatMap(object -> of(object).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        this.usual = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** The owner of most objects. */
    Optional<String> usual() {
        return usual;
    }

    /** Such as {@code owner app}, where it is not the usual one. */
    Optional<String> remark(SchemaObject.Whole object) {
        return of(object)
                .filter(owner -> !Optional.of(owner).equals(usual))
                .map(owner -> "owner " + Printable.name(owner));
    }

    /** All of them, sorted; without that of the schema {@code public}, which every database has. */
    static List<String> all(Schema schema) {
        return schema.objects().values().stream()
                .filter(object -> !(object instanceof Namespace namespace
                        && namespace.schema().equals("public")))
                .flatMap(object -> of(object).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> of(SchemaObject.Whole object) {
        return switch (object) {
            case Namespace namespace -> Optional.of(namespace.owner());
            case Collation collation -> Optional.of(collation.owner());
            case EnumType type -> Optional.of(type.owner());
            case DomainType type -> Optional.of(type.owner());
            case CompositeType type -> Optional.of(type.owner());
            case RangeType type -> Optional.of(type.owner());
            case Sequence sequence -> Optional.of(sequence.owner());
            case Table table -> Optional.of(table.owner());
            case View view -> Optional.of(view.owner());
            case Statistics statistics -> Optional.of(statistics.owner());
            case Routine routine -> Optional.of(routine.owner());
            case EventTrigger trigger -> Optional.of(trigger.owner());
            case Publication publication -> Optional.of(publication.owner());
            case Extension _, Index _, DefaultPrivileges _, OtherObject _ -> Optional.empty();
        };
    }
}
