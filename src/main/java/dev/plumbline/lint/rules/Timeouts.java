package dev.plumbline.lint.rules;

import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Settings that end what would go on for too long. */
final class Timeouts {
    private Timeouts() {}

    /**
     * Reports a file's first statement that keeps others from a table, where nothing before it set that timeout.
     *
     * @param value  what to set it to
     * @param saying what is wrong, by the tables that others are kept from
     */
    static void report(Subject.File file, String setting, String value, Report report, UnaryOperator<String> saying) {
        firstWithout(file, setting).ifPresent(subject -> {
            List<QualifiedName> tables = blocked(subject);
            String set = "SET " + setting + " = '" + value + "';";
            report.at(subject)
                    .object(Subject.shown(tables.getFirst()))
                    .fix(Fix.insert(subject.statement().offset(), set + "\n"))
                    .instead(set + " at the beginning of the file")
                    .say(saying.apply(Wording.tables(tables)));
        });
    }

    private static Optional<Subject> firstWithout(Subject.File file, String setting) {
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

    private static List<QualifiedName> blocked(Subject subject) {
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
