package dev.plumbline.rows;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables in the order of their foreign keys: those first that others point to. In a circle it begins anywhere. */
final class Order {
    private final Map<QualifiedName, Table> tables;
    private final Map<QualifiedName, List<QualifiedName>> leaves = new HashMap<>();
    private final Set<QualifiedName> seen = new HashSet<>();
    private final List<Table> ordered = new ArrayList<>();

    private Order(Schema schema, Map<QualifiedName, Table> tables) {
        this.tables = tables;
        for (Table table : schema.all(Table.class)) {
            table.partition().ifPresent(partition -> leaves.computeIfAbsent(partition.parent(), _ -> new ArrayList<>())
                    .add(table.name()));
        }
    }

    static List<Table> of(Schema schema, Map<QualifiedName, Table> tables) {
        Order order = new Order(schema, tables);
        tables.keySet().forEach(order::visit);
        return order.ordered;
    }

    private void visit(QualifiedName name) {
        if (!seen.add(name)) {
            return;
        }
        // Who points to a partitioned table points to its leaves.
        leaves.getOrDefault(name, List.of()).forEach(this::visit);
        Table table = tables.get(name);
        if (table == null) {
            return;
        }
        table.constraints().stream()
                .filter(it -> it.type() == Constraint.Type.FOREIGN_KEY)
                .flatMap(it -> it.references().stream())
                .forEach(to -> visit(to.table()));
        ordered.add(table);
    }
}
