package dev.plumbline.plan;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Queries for the rows that a unique index or an exclusion constraint does not take beside each other. */
final class Duplicates {
    /** Those by which the same values are equal as by the type's own. Others, such as {@code record_image_ops}, tell more apart. */
    private static final Set<String> USUAL =
            Set.of("", "text_pattern_ops", "varchar_pattern_ops", "bpchar_pattern_ops");

    private Duplicates() {}

    /** None where an operator class says what is equal. */
    static Optional<String> of(Index index) {
        List<KeyPart> keys =
                index.keys().stream().flatMap(key -> KeyPart.of(key).stream()).toList();
        boolean usual = keys.size() == index.keys().size()
                && keys.stream().allMatch(key -> USUAL.contains(key.operatorClass()));
        return usual
                ? Optional.of(groups(
                        index.table(),
                        keys.stream().map(KeyPart::expression).toList(),
                        index.predicate(),
                        index.nullsNotDistinct()))
                : Optional.empty();
    }

    /** Of a unique or primary key; none where it is about periods, of which it is not equality that counts. */
    static Optional<String> of(Constraint key) {
        return key.definition().contains(" WITHOUT OVERLAPS")
                ? Optional.empty()
                : Optional.of(groups(
                        key.parent(),
                        key.columns().stream().map(Names::quote).toList(),
                        Optional.empty(),
                        key.definition().startsWith("UNIQUE NULLS NOT DISTINCT ")));
    }

    /** An index holds the rows of its own table alone, and not those of a child. The numbers stand for what is selected. */
    private static String groups(
            QualifiedName table, List<String> keys, Optional<String> predicate, boolean nullsNotDistinct) {
        String list = String.join(", ", keys);
        // IS NOT NULL would leave out a row value that has a NULL in it, which is equal to another such.
        Stream<String> told = nullsNotDistinct ? Stream.empty() : Stream.of("num_nulls(" + list + ") = 0");
        String where = Stream.concat(predicate.stream(), told).collect(Collectors.joining(" AND "));
        return "SELECT " + list + ", count(*) FROM ONLY " + Names.sql(table)
                + (where.isEmpty() ? "" : " WHERE " + where) + " GROUP BY "
                + IntStream.rangeClosed(1, keys.size())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "))
                + " HAVING count(*) > 1 LIMIT " + Offenders.SOME;
    }

    /** Pairs of rows of which {@code EXCLUDE} takes but one. */
    static Optional<String> excluded(Constraint constraint) {
        String definition = constraint.definition();
        int open = definition.indexOf('(');
        int close = KeyPart.closing(definition, open);
        List<String> elements = KeyPart.list(definition.substring(open + 1, close));
        List<KeyPart> keys =
                elements.stream().flatMap(key -> KeyPart.of(key).stream()).toList();
        if (keys.size() < elements.size()
                || keys.stream().anyMatch(key -> key.operator().isEmpty())) {
            return Optional.empty();
        }
        int where = definition.indexOf(" WHERE (", close);
        String rows = "SELECT ctid AS place, "
                + IntStream.range(0, keys.size())
                        .mapToObj(i -> keys.get(i).expression() + " AS key" + (i + 1))
                        .collect(Collectors.joining(", "))
                + " FROM ONLY " + Names.sql(constraint.parent())
                + (where < 0
                        ? ""
                        : " WHERE "
                                + definition.substring(
                                        where + " WHERE ".length(),
                                        KeyPart.closing(definition, where + " WHERE ".length()) + 1));
        String clash = IntStream.range(0, keys.size())
                .mapToObj(i -> "one.key" + (i + 1) + " " + keys.get(i).operator() + " other.key" + (i + 1))
                .collect(Collectors.joining(" AND "));
        return Optional.of(
                "WITH held AS (" + rows + ") SELECT * FROM held AS one JOIN held AS other ON one.place < other.place"
                        + " AND " + clash + " LIMIT " + Offenders.SOME);
    }
}
