package dev.plumbline.lint;

import dev.plumbline.Nearest;
import dev.plumbline.Severity;
import dev.plumbline.sql.Directive;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file says that it may do: {@code -- plumb:allow RULE reason}, for the statement that follows or that it stands in or behind, and
 * {@code -- plumb:allow-file RULE reason}. Each needs a reason, and one that silences nothing is told.
 */
final class Allowances {
    private static final String ALLOW = "allow";
    private static final String ALLOW_FILE = "allow-file";

    /** One of them. */
    private record Allowance(Directive at, String rule, String reason, int from, int to) {}

    private final Script script;
    private final List<Allowance> all = new ArrayList<>();
    private final Set<Allowance> used = new HashSet<>();

    Allowances(Script script) {
        this.script = script;
        for (Directive directive : script.directives()) {
            if (directive.name().equals(ALLOW)) {
                Statement about = about(directive.at());
                all.add(allowance(directive, start(about), end(about)));
            } else if (directive.name().equals(ALLOW_FILE)) {
                all.add(allowance(directive, 0, Integer.MAX_VALUE));
            }
        }
    }

    private static Allowance allowance(Directive directive, int from, int to) {
        String[] words = directive.argument().split("\\s+", 2);
        return new Allowance(directive, words[0], words.length > 1 ? words[1].strip() : "", from, to);
    }

    /** Offsets in the file, which directives have too; a placeholder's value may be longer than its name. */
    private static int start(Statement statement) {
        return statement.start().offset();
    }

    private int end(Statement statement) {
        return script.source()
                .position(statement.offset() + statement.text().length() - 1)
                .offset();
    }

    private int endLine(Statement statement) {
        return script.source()
                .position(statement.offset() + statement.text().length() - 1)
                .line();
    }

    private Statement about(Position at) {
        int offset = at.offset();
        int line = at.line();
        List<Statement> statements = script.statements();
        if (statements.isEmpty()) {
            throw new IllegalStateException("asked only where there are statements");
        }
        Statement last = statements.getFirst();
        for (Statement statement : statements) {
            if (end(statement) > offset || endLine(statement) == line) {
                return statement;
            }
            last = statement;
        }
        return last;
    }

    /** Whether a finding is allowed, which is then used. */
    boolean allows(String rule, int offset) {
        boolean allowed = false;
        for (Allowance one : all) {
            if (one.rule().equals(rule) && !one.reason().isEmpty() && offset >= one.from() && offset <= one.to()) {
                used.add(one);
                allowed = true;
            }
        }
        return allowed;
    }

    /** What is wrong with the allowances themselves. */
    List<Report.Reported> reported(Set<String> rules) {
        Report unknown = new Report("allow-unknown", Severity.ERROR, script);
        Report reasonless = new Report("allow-without-reason", Severity.ERROR, script);
        Report unused = new Report("allow-unused", Severity.WARNING, script);
        for (Allowance one : all) {
            Position from = one.at().at();
            if (!rules.contains(one.rule())) {
                String nearest = Nearest.of(one.rule(), rules)
                        .map(rule -> "did you mean " + rule + "?")
                        .orElse("see the rules there are: plumb explain");
                unknown.at(from)
                        .instead(nearest)
                        .say(
                                one.rule().isEmpty()
                                        ? "plumb:" + one.at().name() + " names no rule"
                                        : "there is no rule " + one.rule() + ", so nothing is allowed here");
            } else if (one.reason().isEmpty()) {
                reasonless
                        .at(from)
                        .instead("-- plumb:" + one.at().name() + " " + one.rule() + " WHY IT IS FINE HERE")
                        .say("this allowance of " + one.rule() + " gives no reason, and is not heeded");
            } else if (!used.contains(one)) {
                unused.at(from).instead("remove the line").say("this allowance of " + one.rule() + " silences nothing");
            }
        }
        List<Report.Reported> reported = new ArrayList<>(unknown.reported());
        reported.addAll(reasonless.reported());
        reported.addAll(unused.reported());
        return reported;
    }
}
