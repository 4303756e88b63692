package dev.plumbline.model;

import java.util.List;

/** What a query can select from. */
public sealed interface Relation extends SchemaObject.Whole permits Table, View {
    QualifiedName name();

    List<Column> columns();

    List<Trigger> triggers();

    /** Rewrite rules, without the one that makes a view a view. */
    List<Rule> rules();

    @Override
    List<Privilege> privileges();
}
