package dev.plumbline.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who owns what. Most objects are the same role's, often that of whoever runs the migrations, and it matters no further which; what is
 * another's was given to it on purpose.
 */
public final class Owners {
    private final Optional<String> usual;

    /** The owners of what a schema holds. */
    public Owners(Schema schema) {
        Map<String, Long> counts = schema.objects().values().stream()
                .flatMap(object -> of(object).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        this.usual = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** The owner of most objects. */
    public Optional<String> usual() {
        return usual;
    }

    /** The owner of an object, where it is not the usual one. */
    public Optional<String> unusual(SchemaObject.Whole object) {
        return of(object).filter(owner -> !Optional.of(owner).equals(usual));
    }

    /** All of them, sorted; without that of the schema {@code public}, which every database has. */
    public static List<String> all(Schema schema) {
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
