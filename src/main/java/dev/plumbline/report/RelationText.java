package dev.plumbline.report;

import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Firing;
import dev.plumbline.model.Index;
import dev.plumbline.model.Owners;
import dev.plumbline.model.Policy;
import dev.plumbline.model.Relation;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table or view with all that is theirs: columns, constraints, indexes, triggers, rules, policies. */
final class RelationText {
    private final Listing listing;
    private final Owners owners;

    RelationText(Listing listing, Owners owners) {
        this.listing = listing;
        this.owners = owners;
    }

    void table(Table table, List<Index> indexes, List<Statistics> statistics) {
        listing.block("table " + Printable.name(table.name()), remarks(table));
        listing.rows(table.columns().stream().map(RelationText::column).toList());
        List<List<String>> rows = new ArrayList<>();
        table.constraints().stream()
                .filter(constraint -> !isPlainNotNull(table, constraint))
                .sorted(Comparator.comparing(Constraint::type))
                .forEach(constraint -> rows.add(constraint(constraint)));
        indexes.forEach(index -> rows.add(index(index)));
        statistics.forEach(object -> rows.add(statistics(object)));
        parts(table, rows);
        table.policies().forEach(policy -> rows.add(policy(policy)));
        listing.rows(rows);
        listing.tail(table.privileges(), table.comment());
    }

    void view(View view, List<Index> indexes, List<Statistics> statistics) {
        List<String> remarks = new ArrayList<>(view.options());
        if (view.materialized() && !view.populated()) {
            remarks.add("not populated");
        }
        view.accessMethod()
                .filter(method -> !method.equals("heap"))
                .ifPresent(method -> remarks.add("using " + method));
        view.tablespace().ifPresent(space -> remarks.add("tablespace " + Printable.name(space)));
        Grants.owner(owners, view).ifPresent(remarks::add);
        listing.block(
                (view.materialized() ? "materialized view " : "view ") + Printable.name(view.name()),
                printable(remarks));
        listing.rows(view.columns().stream().map(RelationText::column).toList());
        listing.line("as");
        listing.body(view.definition());
        List<List<String>> rows = new ArrayList<>();
        indexes.forEach(index -> rows.add(index(index)));
        statistics.forEach(object -> rows.add(statistics(object)));
        parts(view, rows);
        listing.rows(rows);
        listing.tail(view.privileges(), view.comment());
    }

    private List<String> remarks(Table table) {
        List<String> remarks = new ArrayList<>();
        if (table.unlogged()) {
            remarks.add("unlogged");
        }
        table.ofType().ifPresent(type -> remarks.add("of " + type));
        table.partitionKey().ifPresent(key -> remarks.add("partitioned by " + key));
        table.partition()
                .ifPresent(partition -> remarks.add("partition of " + Printable.name(partition.parent()) + " "
                        + partition.bound() + (partition.detaching() ? ", half detached" : "")));
        if (!table.inherits().isEmpty()) {
            remarks.add(
                    "inherits " + table.inherits().stream().map(Printable::name).collect(Collectors.joining(", ")));
        }
        remarks.add(
                switch (table.rowSecurity()) {
                    case OFF -> "";
                    case ENABLED -> "row security";
                    case FORCED -> "row security, forced";
                    case FORCED_WHILE_OFF -> "row security off, to be forced";
                });
        remarks.add(
                switch (table.replicaIdentity()) {
                    case DEFAULT, INDEX -> "";
                    case FULL -> "replica identity full";
                    case NOTHING -> "replica identity nothing";
                });
        remarks.addAll(table.storage());
        table.accessMethod()
                .filter(method -> !method.equals("heap"))
                .ifPresent(method -> remarks.add("using " + method));
        table.tablespace().ifPresent(space -> remarks.add("tablespace " + space));
        Grants.owner(owners, table).ifPresent(remarks::add);
        return printable(remarks);
    }

    private static List<String> printable(List<String> remarks) {
        return remarks.stream().map(Printable::line).toList();
    }

    private static List<String> column(Column column) {
        List<String> words = new ArrayList<>();
        column.collation().ifPresent(collation -> words.add("collate " + collation));
        column.identity()
                .ifPresent(identity -> words.add(
                        identity.always() ? "generated always as identity" : "generated by default as identity"));
        column.generated()
                .ifPresent(generated -> words.add("generated always as (" + generated.expression() + ")"
                        + (generated.stored() ? " stored" : " virtual")));
        column.defaultValue().ifPresent(expression -> words.add("default " + expression));
        column.storage().ifPresent(storage -> words.add("storage " + storage));
        column.compression().ifPresent(compression -> words.add("compression " + compression));
        column.statistics().ifPresent(target -> words.add("statistics " + target));
        words.addAll(column.options());
        if (!column.local()) {
            words.add("inherited");
        }
        column.comment().ifPresent(comment -> words.add("-- " + comment));
        return List.of(
                Printable.name(column.name()),
                Printable.line(column.type()),
                column.notNull() ? "not null" : "",
                Printable.line(String.join(" ", words)));
    }

    /** The constraint by which PostgreSQL 18 keeps what the column says already. */
    private static boolean isPlainNotNull(Table table, Constraint constraint) {
        return constraint.type() == Constraint.Type.NOT_NULL
                && constraint.validated()
                && constraint.comment().isEmpty()
                && !constraint.definition().contains(" NO INHERIT")
                && constraint
                        .name()
                        .equals(table.name().name() + "_" + String.join("_", constraint.columns()) + "_not_null");
    }

    private static List<String> constraint(Constraint constraint) {
        return List.of(
                "constraint " + Printable.name(constraint.name()),
                Listing.words(
                        Printable.line(constraint.definition()),
                        constraint.local() ? "" : "(inherited)",
                        constraint.index().map(RelationText::settings).orElse(""),
                        Listing.comment(constraint.comment())));
    }

    private static List<String> index(Index index) {
        return List.of(
                "index " + Printable.name(index.name()),
                Listing.words(
                        index.unique() ? "UNIQUE" : "",
                        Printable.line(index.method() + " (" + String.join(", ", index.keys()) + ")"),
                        index.included().isEmpty()
                                ? ""
                                : "INCLUDE ("
                                        + index.included().stream()
                                                .map(Printable::name)
                                                .collect(Collectors.joining(", "))
                                        + ")",
                        index.nullsNotDistinct() ? "NULLS NOT DISTINCT" : "",
                        index.predicate()
                                .map(predicate -> "WHERE " + Printable.line(predicate))
                                .orElse(""),
                        index.valid() ? "" : "INVALID",
                        index.partitionOf()
                                .map(parent -> "partition of " + Printable.name(parent))
                                .orElse(""),
                        settings(index.settings()),
                        index.statistics().isEmpty()
                                ? ""
                                : "(statistics " + String.join(", ", index.statistics()) + ")",
                        Listing.comment(index.comment())));
    }

    private static String settings(Constraint.IndexSettings settings) {
        List<String> words = new ArrayList<>();
        if (settings.clustered()) {
            words.add("clustered");
        }
        if (settings.replicaIdentity()) {
            words.add("replica identity");
        }
        settings.tablespace().ifPresent(space -> words.add("tablespace " + Printable.name(space)));
        words.addAll(printable(settings.storage()));
        return words.isEmpty() ? "" : "(" + String.join(", ", words) + ")";
    }

    private static List<String> statistics(Statistics statistics) {
        return List.of(
                "statistics " + Printable.name(statistics.name()),
                Listing.words(
                        after(statistics.definition(), Printable.rawName(statistics.name())),
                        statistics
                                .target()
                                .map(target -> "(target " + target + ")")
                                .orElse(""),
                        Listing.comment(statistics.comment())));
    }

    private static void parts(Relation relation, List<List<String>> rows) {
        relation.triggers()
                .forEach(trigger -> rows.add(List.of(
                        "trigger " + Printable.name(trigger.name()),
                        Listing.words(
                                after(trigger.definition(), Printable.rawName(trigger.name())),
                                firing(trigger.firing()),
                                Listing.comment(trigger.comment())))));
        relation.rules()
                .forEach(rule -> rows.add(List.of(
                        "rule " + Printable.name(rule.name()),
                        Listing.words(
                                after(rule.definition(), Printable.rawName(rule.name()) + " AS"),
                                firing(rule.firing()),
                                Listing.comment(rule.comment())))));
    }

    private static String firing(Firing firing) {
        return firing == Firing.ORIGIN ? "" : "(" + firing.name().toLowerCase(Locale.ROOT) + ")";
    }

    private static List<String> policy(Policy policy) {
        return List.of(
                "policy " + Printable.name(policy.name()),
                Listing.words(
                        policy.permissive() ? "" : "RESTRICTIVE",
                        "FOR " + policy.command(),
                        "TO " + policy.roles().stream().map(Grants::role).collect(Collectors.joining(", ")),
                        policy.using()
                                .map(using -> "USING (" + Printable.line(using) + ")")
                                .orElse(""),
                        policy.check()
                                .map(check -> "WITH CHECK (" + Printable.line(check) + ")")
                                .orElse(""),
                        Listing.comment(policy.comment())));
    }

    /** What a definition says after the object's name, which stands at the line's beginning already. */
    private static String after(String definition, String name) {
        int at = definition.indexOf(" " + name + " ");
        return Printable.line(at < 0 ? definition : definition.substring(at + name.length() + 2));
    }
}
