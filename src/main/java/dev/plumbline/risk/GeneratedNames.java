package dev.plumbline.risk;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The names that PostgreSQL gives to what nobody named: {@code makeObjectName}, {@code ChooseRelationName},
 * {@code ChooseConstraintName} and {@code ChooseIndexName} ({@code indexcmds.c}, {@code pg_constraint.c}, PostgreSQL 18).
 */
final class GeneratedNames {
    /** What a name holds at most ({@code NAMEDATALEN}). */
    private static final int BYTES = 63;

    private final World world;

    GeneratedNames(World world) {
        this.world = world;
    }

    /** A relation that is no constraint's, such as a sequence or a plain index. */
    String relation(QualifiedName table, String columns, String label) {
        return free(table, columns, label, name -> isRelation(table, name));
    }

    /** The index of a constraint, and the constraint. */
    String indexOfConstraint(QualifiedName table, String columns, String label) {
        return free(table, columns, label, name -> isRelation(table, name) || isConstraint(table, name));
    }

    /** A constraint without an index. {@code taken} are those that are about to be made. */
    String constraint(QualifiedName table, String columns, String label, Collection<String> taken) {
        return free(table, columns, label, name -> taken.contains(name) || isConstraint(table, name));
    }

    private interface Taken {
        boolean is(String name);
    }

    private static String free(QualifiedName table, String columns, String label, Taken taken) {
        for (int pass = 0; ; pass++) {
            String name = object(table.name(), columns, pass == 0 ? label : label + pass);
            if (!taken.is(name)) {
                return name;
            }
        }
    }

    private boolean isRelation(QualifiedName beside, String name) {
        return world.find(new QualifiedName(beside.schema(), name)).isPresent();
    }

    private boolean isConstraint(QualifiedName beside, String name) {
        return world.relations().stream()
                .anyMatch(relation -> relation.name().schema().equals(beside.schema())
                        && relation.key(name).isPresent());
    }

    /** Both names are cut, the longer one first, until all fits. */
    private static String object(String first, String second, String label) {
        int room = BYTES - label.length() - 1 - (second.isEmpty() ? 0 : 1);
        int a = bytes(first);
        int b = bytes(second);
        while (a + b > room) {
            if (a > b) {
                a--;
            } else {
                b--;
            }
        }
        return clip(first, a) + (second.isEmpty() ? "" : "_" + clip(second, b)) + "_" + label;
    }

    /** The columns of a key, as its name has them ({@code ChooseIndexNameAddition}). */
    static String joined(List<String> columns) {
        StringBuilder joined = new StringBuilder();
        for (String column : columns) {
            joined.append(joined.isEmpty() ? "" : "_").append(column);
            if (bytes(joined.toString()) > BYTES) {
                break;
            }
        }
        return joined.toString();
    }

    /** The columns of an index, expressions by what they would be called in a query ({@code ChooseIndexColumnNames}). */
    static List<String> columns(List<Tree> elements) {
        List<String> names = new ArrayList<>();
        for (Tree element : elements) {
            String column = element.text("name");
            String wanted = column.isEmpty() ? QueryNames.of(element.child("expr"), "expr") : column;
            String name = wanted;
            for (int i = 1; names.contains(name); i++) {
                name = clip(wanted, BYTES - String.valueOf(i).length()) + i;
            }
            names.add(name);
        }
        return names;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** No more bytes than that, and no half of a character. */
    private static String clip(String text, int most) {
        int end = text.length();
        while (bytes(text.substring(0, end)) > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
