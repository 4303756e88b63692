package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.grammar.Tree;
import java.util.Set;

/** {@code BEGIN} in a transaction, which does nothing, or an end without a beginning, which ends the runner's own. */
final class TransactionNesting implements Rule {
    private static final Set<String> BEGINS = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");
    private static final Set<String> ENDS = Set.of("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!subject.is("TransactionStmt")) {
            return;
        }
        Tree tree = subject.tree();
        boolean open = subject.transaction().explicit();
        if (open && BEGINS.contains(tree.text("kind"))) {
            report.at(subject)
                    .instead("COMMIT; before it, or leave it out; a part that can fail by itself is a SAVEPOINT")
                    .say("BEGIN inside of a transaction does nothing: the first COMMIT ends all of it");
        } else if (!open && ENDS.contains(tree.text("kind"))) {
            String word = tree.text("kind").equals("TRANS_STMT_COMMIT") ? "COMMIT" : "ROLLBACK";
            report.at(subject)
                    .instead("BEGIN; where the transaction starts, or leave " + word + " out")
                    .say(
                            word
                                    + " without BEGIN ends the transaction that whoever runs the file has begun, or does nothing");
        }
    }
}
