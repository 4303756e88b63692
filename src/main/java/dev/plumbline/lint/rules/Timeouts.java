package dev.plumbline.lint.rules;

import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.List;
import java.util.Optional;

/** Settings that end what would go on for too long. */
final class Timeouts {
    private Timeouts() {}

    /** The file's first statement that keeps others from a table, where nothing before it set that timeout. */
    static Optional<Subject> firstWithout(Subject.File file, String setting) {
        for (Subject subject : file.subjects()) {
            if (sets(subject, setting)) {
                return Optional.empty();
            }
            if (!blocked(subject).isEmpty()) {
                return Optional.of(subject);
            }
        }
        return Optional.empty();
    }

    /** The tables that it keeps others from. */
    static List<QualifiedName> blocked(Subject subject) {
        return Wording.locked(subject.effect(), subject.world(), LockMode.SHARE);
    }

    private static boolean sets(Subject subject, String setting) {
        if (subject.is("VariableSetStmt")) {
            return subject.tree().text("name").equals(setting);
        }
        boolean[] found = new boolean[1];
        if (subject.is("SelectStmt")) {
            subject.tree()
                    .walk(node -> found[0] |= node.is("FuncCall")
                            && node.names("funcname").getLast().equals("set_config")
                            && !node.list("args").isEmpty()
                            && node.list("args")
                                    .getFirst()
                                    .child("sval")
                                    .text("sval")
                                    .equals(setting));
        }
        return found[0];
    }
}
