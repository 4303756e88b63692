package dev.plumbline.lint.rules;

import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import java.util.Optional;
import java.util.Set;

/** {@code BEGIN} without an end: what was done is rolled back when the session closes (PostgreSQL 18 manual, BEGIN). */
final class TransactionLeftOpen implements Rule {
    private static final Set<String> BEGINS = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");
    private static final Set<String> ENDS = Set.of("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE");

    @Override
    public void checkFile(Subject.File file, Report report) {
        Optional<Subject> open = Optional.empty();
        for (Subject subject : file.subjects()) {
            String kind = subject.is("TransactionStmt") ? subject.tree().text("kind") : "";
            if (BEGINS.contains(kind)) {
                open = open.isPresent() ? open : Optional.of(subject);
            } else if (ENDS.contains(kind) && !subject.tree().flag("chain")) {
                open = Optional.empty();
            }
        }
        open.ifPresent(begin -> report.at(begin)
                .instead("COMMIT; at the end of the file")
                .say("BEGIN without COMMIT: what follows is rolled back when the session ends"));
    }
}
