package dev.plumbline.rehearse;

import dev.plumbline.model.Constraint;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is known of a database as text, by which two ways of knowing it are held against each other. */
final class WorldText {
    private WorldText() {}

    /** Line by line, each with its relation's name, sorted. Temporary ones are not read from a catalog. */
    static List<String> of(World world) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(world.relations().stream()
                        .filter(it -> !it.name().schema().equals("pg_temp"))
                        .collect(Collectors.toMap(Relation::name, it -> it)))
                .values()
                .forEach(relation -> add(relation, lines));
        return lines;
    }

    private static void add(Relation relation, List<String> lines) {
        String name = relation.name().toString();
        lines.add(name + " " + relation.kind()
                + relation.owner().map(owner -> " of " + owner).orElse("")
                + relation.ownerColumn().map(column -> "." + column).orElse("")
                + (relation.parents().isEmpty() ? "" : relation.partition() ? " partition" : " child")
                + (relation.parents().isEmpty() ? "" : " of " + sorted(relation.parents()))
                + (relation.isDefault() ? " default" : "")
                + (relation.partitionKey().isEmpty() ? "" : " by " + relation.partitionKey())
                + (relation.logged() ? "" : " unlogged"));
        if (relation.known()) {
            relation.columns().stream()
                    .map(column -> name + " column " + text(column, relation))
                    .sorted()
                    .forEach(lines::add);
            relation.keys().stream()
                    .map(key -> name + " key " + text(key))
                    .sorted()
                    .forEach(lines::add);
            relation.indexes().stream()
                    .map(index -> name + " index " + text(index))
                    .sorted()
                    .forEach(lines::add);
        } else {
            lines.add(name + " has more");
        }
    }

    private static String text(Relation.Column column, Relation relation) {
        boolean table = relation.kind() != Relation.Kind.VIEW && relation.kind() != Relation.Kind.MATERIALIZED_VIEW;
        return column.name() + " " + column.type()
                + (column.collation().isEmpty() || !table ? "" : " collated")
                + (column.notNull() ? " not null" : "")
                + (column.defaulted() ? " default" : "")
                + (column.identity() ? " identity" : "")
                + column.computed()
                        .map(from -> " from " + sorted(from) + (column.stored() ? " stored" : ""))
                        .orElse("")
                + (table ? " " + column.descent() : "");
    }

    private static String text(Relation.Key key) {
        // In the catalog the columns of a check stand in the table's order.
        Collection<String> columns = key.type() == Constraint.Type.CHECK ? new TreeSet<>(key.columns()) : key.columns();
        return key.name() + " " + key.type() + " " + columns
                + (key.validated() ? "" : " not valid")
                + (key.enforced() ? "" : " not enforced")
                + key.references().map(to -> " to " + to + key.pointed()).orElse("")
                + key.index().map(index -> " by " + index).orElse("")
                + (key.noInherit()
                                && key.type() != Constraint.Type.FOREIGN_KEY
                                && key.index().isEmpty()
                        ? " no inherit"
                        : "")
                + " " + key.descent();
    }

    private static String text(Relation.Index index) {
        return index.name() + " " + index.method() + " "
                + index.keys().stream()
                        .map(key -> key.contains("(") ? "expression" : key)
                        .toList()
                + " " + sorted(index.columns())
                + (index.unique() ? " unique" : "")
                + index.parent().map(parent -> " part of " + parent).orElse("");
    }

    private static Collection<String> sorted(Collection<?> names) {
        return names.stream().map(String::valueOf).sorted().toList();
    }

    /** What one has and the other has not. Of relations of which not all is known only that they are there is compared. */
    static List<String> difference(World predicted, World read) {
        List<String> left = of(predicted);
        List<String> right = of(read);
        for (Relation relation : predicted.relations()) {
            if (!relation.known()) {
                String name = relation.name() + " ";
                left.removeIf(line -> line.startsWith(name));
                right.removeIf(line -> line.startsWith(name));
            }
        }
        List<String> differences = new ArrayList<>();
        left.stream().filter(line -> !right.contains(line)).forEach(line -> differences.add("told " + line));
        right.stream().filter(line -> !left.contains(line)).forEach(line -> differences.add("read " + line));
        return differences;
    }
}
