package dev.plumbline.lint;

import dev.plumbline.risk.Effect;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.effect.Effects;
import dev.plumbline.sql.Token;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A sub-command of {@code ALTER TABLE}.
 *
 * @param tree as PostgreSQL parses it
 * @param from where it begins in the file's text
 * @param to   where it ends there
 */
public record Alteration(Subject subject, Tree tree, int from, int to) {
    /** What has rows; columns of composite types are altered by nodes of the same kinds. */
    private static final Set<String> TABLES = Set.of("OBJECT_TABLE", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE");

    static List<Alteration> of(Subject subject) {
        List<Alteration> all = new ArrayList<>();
        if (subject.is("AlterTableStmt") && TABLES.contains(subject.tree().text("objtype"))) {
            List<Tree> commands = subject.tree().list("cmds");
            List<Part> parts = parts(subject);
            for (int i = 0; i < commands.size(); i++) {
                Part part = parts.get(Math.min(i, parts.size() - 1));
                all.add(new Alteration(subject, commands.get(i), part.from(), part.to()));
            }
        }
        return all;
    }

    private record Part(int from, int to) {}

    /** They stand behind the table's name, with commas between them. */
    private static List<Part> parts(Subject subject) {
        int name = subject.tree().child("relation").at().orElse(0);
        List<Token> tokens = subject.statement().tokens().all();
        int next = 0;
        while (next < tokens.size() && tokens.get(next).start() < name) {
            next++;
        }
        while (next + 1 < tokens.size() && tokens.get(next + 1).text().equals(".")) {
            next += 2;
        }
        next++;
        if (next < tokens.size() && Set.of("*", ")").contains(tokens.get(next).text())) {
            next++;
        }
        int base = subject.statement().offset();
        List<Part> parts = new ArrayList<>();
        int depth = 0;
        int from = next;
        for (int i = next; i < tokens.size(); i++) {
            switch (tokens.get(i).text()) {
                case "(", "[" -> depth++;
                case ")", "]" -> depth--;
                case "," -> {
                    if (depth == 0 && i > from) {
                        parts.add(new Part(
                                base + tokens.get(from).start(),
                                base + tokens.get(i - 1).end()));
                        from = i + 1;
                    }
                }
                default -> {
                    // A part of a part.
                }
            }
        }
        int last = tokens.size() - 1;
        parts.add(new Part(
                base + tokens.get(Math.min(from, last)).start(),
                base + tokens.get(last).end()));
        return parts;
    }

    /** Such as {@code AddColumn}. */
    public String type() {
        return tree.command();
    }

    /** What it adds or changes to. */
    public Tree def() {
        return tree.child("def");
    }

    /** The column or constraint that it is about; empty where it has no name. */
    public String name() {
        return switch (type()) {
            case "AddColumn" -> def().text("colname");
            case "AddConstraint" -> def().text("conname");
            default -> tree.text("name");
        };
    }

    /** The table, as it is before the statement. */
    public Relation table() {
        return subject.relation();
    }

    /** Its table's name for people. */
    public String shownTable() {
        return Subject.shown(table().name());
    }

    /** Its table's name for SQL. */
    public String sqlTable() {
        return Subject.sql(table().name());
    }

    /** The name of a column of its table, for people. */
    public String shown(String column) {
        return shownTable() + "." + column;
    }

    /** What it would do if it were the only one. To be asked while its statement is checked. */
    public Effect effect() {
        return subject.tree().list("cmds").size() == 1
                ? subject.effect()
                : Effects.of(subject.tree().with("cmds", List.of(tree)), subject.world());
    }

    /** As it is written, on one line and without comments. */
    public String text() {
        return Wording.line(tokens());
    }

    /** As it is written from a key word on, given in lower case; empty where there is none. */
    public String textFrom(String keyword) {
        return Wording.line(
                tokens().stream().dropWhile(token -> !token.is(keyword)).toList());
    }

    /** As it is written from a key word to the end of the parentheses that follow it. */
    public String textOf(String keyword) {
        List<Token> part = new ArrayList<>();
        int depth = 0;
        for (Token token :
                tokens().stream().dropWhile(token -> !token.is(keyword)).toList()) {
            part.add(token);
            depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
            if (depth == 0 && token.text().equals(")")) {
                break;
            }
        }
        return Wording.line(part);
    }

    private List<Token> tokens() {
        int base = subject.statement().offset();
        return subject.statement().tokens().all().stream()
                .filter(token -> base + token.start() >= from && base + token.end() <= to)
                .toList();
    }
}
