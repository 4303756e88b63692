package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Fix;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that fails when it is run a second time, after one that follows it has failed. Off: plumb apply goes on where it broke
 * off, and a transaction leaves nothing behind to stumble over.
 */
final class StatementNotRepeatable implements Rule {
    private static final String IF_EXISTS = " IF EXISTS";
    private static final String IF_NOT_EXISTS = " IF NOT EXISTS";

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (subject.transaction().explicit()) {
            return;
        }
        switch (subject.tree().kind()) {
            case "CreateStmt" ->
                say(subject, subject.tree().flag("if_not_exists"), List.of("table"), IF_NOT_EXISTS, report);
            case "CreateSeqStmt" ->
                say(subject, subject.tree().flag("if_not_exists"), List.of("sequence"), IF_NOT_EXISTS, report);
            case "CreateSchemaStmt" ->
                say(subject, subject.tree().flag("if_not_exists"), List.of("schema"), IF_NOT_EXISTS, report);
            case "IndexStmt" -> {
                boolean named = !subject.tree().text("idxname").isEmpty();
                List<String> words = subject.tree().flag("concurrent") ? List.of("concurrently") : List.of("index");
                say(subject, !named || subject.tree().flag("if_not_exists"), words, IF_NOT_EXISTS, report);
            }
            case "DropStmt" -> {
                List<String> words = subject.tree().flag("concurrent")
                        ? List.of("concurrently")
                        : List.of(
                                "table",
                                "index",
                                "view",
                                "type",
                                "schema",
                                "sequence",
                                "function",
                                "trigger",
                                "domain");
                say(subject, subject.tree().flag("missing_ok"), words, IF_EXISTS, report);
            }
            case "AlterEnumStmt" ->
                say(
                        subject,
                        !subject.tree().text("oldVal").isEmpty()
                                || subject.tree().flag("skipIfNewValExists"),
                        List.of("value"),
                        IF_NOT_EXISTS,
                        report);
            default -> subject.alterations().forEach(it -> alteration(it, report));
        }
    }

    private static void say(Subject subject, boolean fine, List<String> words, String text, Report report) {
        if (fine) {
            return;
        }
        Optional<Fix> fix = subject.statement().tokens().all().stream()
                .filter(token -> words.stream().anyMatch(token::is))
                .findFirst()
                .map(token -> Fix.insert(subject.statement().offset() + token.end(), text));
        write(report.at(subject), fix, text);
    }

    private static void alteration(Alteration it, Report report) {
        boolean drops = it.type().equals("DropColumn") || it.type().equals("DropConstraint");
        if ((!drops && !it.type().equals("AddColumn")) || it.tree().flag("missing_ok")) {
            return;
        }
        String text = drops ? IF_EXISTS : IF_NOT_EXISTS;
        Subject subject = it.subject();
        int base = subject.statement().offset();
        Set<String> words = Set.of("add", "drop", "column", "constraint");
        Token last = null;
        for (Token token : subject.statement().tokens().all()) {
            boolean inside = base + token.start() >= it.from() && base + token.end() <= it.to();
            if (inside && words.stream().noneMatch(token::is)) {
                break;
            }
            last = inside ? token : last;
        }
        Optional<Fix> fix = Optional.ofNullable(last).map(token -> Fix.insert(base + token.end(), text));
        write(report.at(it), fix, text);
    }

    private static void write(Report.Draft draft, Optional<Fix> fix, String text) {
        fix.ifPresent(draft::fix);
        draft.instead("with" + text)
                .say("this fails when the file is run again after a later statement of it has failed");
    }
}
