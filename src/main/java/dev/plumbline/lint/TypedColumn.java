package dev.plumbline.lint;

import dev.plumbline.risk.Types;
import dev.plumbline.sql.Token;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A column that a statement gives a type: a new one, or one whose type changes.
 *
 * @param definition its {@code ColumnDef}
 * @param isNew      whether it is a new one
 */
public record TypedColumn(Subject subject, String name, Tree definition, boolean isNew) {
    /** Words that go on with a type's name. */
    private static final Set<String> MORE = Set.of("varying", "precision", "without", "with", "time", "zone");

    static List<TypedColumn> of(Subject subject) {
        List<TypedColumn> all = new ArrayList<>();
        subject.newColumns().forEach(it -> all.add(new TypedColumn(subject, it.text("colname"), it, true)));
        subject.alterations("AlterColumnType")
                .forEach(it -> all.add(new TypedColumn(subject, it.name(), it.def(), false)));
        return all;
    }

    /** As {@code format_type} writes it. */
    public String type() {
        return Types.format(typeName(), subject.world());
    }

    /** The type without length, precision and brackets, such as {@code character varying}. */
    public String base() {
        return type().replaceAll("\\(.*?\\)|\\[]", "");
    }

    public Tree typeName() {
        return definition.child("typeName");
    }

    /** Writes another type in its place. */
    public Fix retyped(String other) {
        int at = typeName().at().orElse(0);
        List<Token> tokens = subject.statement().tokens().all();
        int end = at;
        int depth = 0;
        for (Token token : tokens) {
            boolean goesOn = token.start() == at
                    || depth > 0
                    || (end > at
                            && token.kind() == Token.Kind.WORD
                            && MORE.contains(token.text().toLowerCase(Locale.ROOT)))
                    || (end > at && (token.text().equals("(") || token.text().equals(".")))
                    || (end > at && subject.statement().text().charAt(end - 1) == '.');
            if (token.start() >= at && !goesOn) {
                break;
            }
            if (token.start() >= at) {
                depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
                end = token.end();
            }
        }
        int base = subject.statement().offset();
        return Fix.replace(base + at, base + end, other);
    }
}
