package dev.plumbline.lint;

import dev.plumbline.sql.Statement;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which statements of a script commit together: what stands between BEGIN and COMMIT, and else all of it, but for what must run
 * outside of transactions, which cuts it in two.
 */
final class Transactions {
    private static final Set<String> BEGIN = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");
    private static final Set<String> END = Set.of("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK");

    private final boolean eachAlone;
    private Subject.Transaction open = new Subject.Transaction(false, false, new ArrayList<>());

    Transactions(boolean eachAlone) {
        this.eachAlone = eachAlone;
    }

    Subject.Transaction of(Statement statement, Tree tree) {
        if (tree.is("TransactionStmt")) {
            Subject.Transaction before = open;
            if (BEGIN.contains(tree.text("kind"))) {
                open = new Subject.Transaction(false, true, new ArrayList<>());
                return before;
            }
            if (END.contains(tree.text("kind"))) {
                open = new Subject.Transaction(false, false, new ArrayList<>());
            }
            return before;
        }
        boolean alone = (eachAlone || isAlone(tree)) && !open.explicit();
        if (alone) {
            open = new Subject.Transaction(false, false, new ArrayList<>());
            return new Subject.Transaction(true, false, new ArrayList<>());
        }
        return open;
    }

    /** Whether PostgreSQL refuses it inside of a transaction ({@code PreventInTransactionBlock}, version 18). */
    static boolean isAlone(Tree tree) {
        return switch (tree.kind()) {
            case "IndexStmt" -> tree.flag("concurrent");
            case "DropStmt" -> tree.flag("concurrent");
            case "ReindexStmt" ->
                hasOption(tree.list("params"), "concurrently")
                        || tree.text("kind").equals("REINDEX_OBJECT_SCHEMA")
                        || tree.text("kind").equals("REINDEX_OBJECT_DATABASE")
                        || tree.text("kind").equals("REINDEX_OBJECT_SYSTEM");
            case "VacuumStmt" -> tree.flag("is_vacuumcmd");
            case "CreatedbStmt",
                    "DropdbStmt",
                    "CreateTableSpaceStmt",
                    "DropTableSpaceStmt",
                    "AlterSystemStmt",
                    "CreateSubscriptionStmt",
                    "DropSubscriptionStmt" -> true;
            case "ClusterStmt" -> tree.child("relation").isNone();
            case "AlterTableStmt" ->
                tree.list("cmds").stream()
                        .anyMatch(it -> it.text("subtype").equals("AT_DetachPartition")
                                && it.child("def").flag("concurrent"));
            default -> false;
        };
    }

    private static boolean hasOption(List<Tree> options, String name) {
        return options.stream().anyMatch(it -> it.text("defname").equals(name));
    }
}
