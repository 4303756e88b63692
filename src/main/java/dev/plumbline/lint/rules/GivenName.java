package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A name that a statement gives.
 *
 * @param table the name of the table that it belongs to; of a partition, its parent's
 * @param node  where it is given; none where PostgreSQL does not say
 */
record GivenName(Subject subject, Kind kind, String name, String table, Tree node) {
    /** What has the name. */
    enum Kind {
        TABLE,
        COLUMN,
        INDEX,
        CONSTRAINT,
        PARTITION;

        String plural() {
            return this == INDEX ? "indexes" : this + "s";
        }

        /** As plumb.yml writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<GivenName> of(Subject subject, Kind kind) {
        List<GivenName> all = new ArrayList<>();
        Tree tree = subject.tree();
        String table = tree.child("relation").text("relname");
        switch (tree.kind()) {
            case "CreateStmt" -> created(subject, table, all);
            case "ViewStmt" -> add(subject, Kind.TABLE, tree.child("view"), all);
            case "CreateTableAsStmt" ->
                add(subject, Kind.TABLE, tree.child("into").child("rel"), all);
            case "IndexStmt" -> all.add(new GivenName(subject, Kind.INDEX, tree.text("idxname"), table, Tree.NONE));
            case "RenameStmt" -> renamed(subject, table, all);
            default -> subject.alterations().forEach(it -> altered(it, table, all));
        }
        return all.stream()
                .filter(it -> it.kind() == kind && !it.name().isEmpty())
                .toList();
    }

    private static void add(Subject subject, Kind kind, Tree rangeVar, List<GivenName> all) {
        all.add(new GivenName(subject, kind, rangeVar.text("relname"), "", rangeVar));
    }

    private static void created(Subject subject, String table, List<GivenName> all) {
        Tree tree = subject.tree();
        if (tree.child("partbound").isNone()) {
            add(subject, Kind.TABLE, tree.child("relation"), all);
        } else {
            String parent = tree.list("inhRelations").getFirst().text("relname");
            all.add(new GivenName(subject, Kind.PARTITION, table, parent, tree.child("relation")));
        }
        for (Tree element : tree.list("tableElts")) {
            defined(subject, element, table, all);
        }
    }

    private static void defined(Subject subject, Tree element, String table, List<GivenName> all) {
        if (element.is("ColumnDef")) {
            all.add(new GivenName(subject, Kind.COLUMN, element.text("colname"), table, element));
            element.list("constraints").forEach(it -> defined(subject, it, table, all));
        } else if (element.is("Constraint")) {
            all.add(new GivenName(subject, Kind.CONSTRAINT, element.text("conname"), table, element));
        }
    }

    private static void altered(Alteration it, String table, List<GivenName> all) {
        switch (it.type()) {
            case "AddColumn", "AddConstraint" -> defined(it.subject(), it.def(), table, all);
            case "AttachPartition" -> {
                Tree part = it.def().child("name");
                all.add(new GivenName(it.subject(), Kind.PARTITION, part.text("relname"), table, part));
            }
            default -> {
                // Gives no name.
            }
        }
    }

    private static void renamed(Subject subject, String table, List<GivenName> all) {
        String name = subject.tree().text("newname");
        switch (subject.tree().text("renameType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW" -> {
                if (!subject.relation().partition()) {
                    all.add(new GivenName(subject, Kind.TABLE, name, "", Tree.NONE));
                }
            }
            case "OBJECT_COLUMN" -> all.add(new GivenName(subject, Kind.COLUMN, name, table, Tree.NONE));
            case "OBJECT_TABCONSTRAINT" -> all.add(new GivenName(subject, Kind.CONSTRAINT, name, table, Tree.NONE));
            // The grammar does not name its table.
            case "OBJECT_INDEX" -> all.add(new GivenName(subject, Kind.INDEX, name, "", Tree.NONE));
            default -> {
                // Of other kinds nobody asks.
            }
        }
    }
}
