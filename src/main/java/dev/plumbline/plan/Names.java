package dev.plumbline.plan;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Routine;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.sql.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as SQL. */
final class Names {
    /** Bytes of a name ({@code NAMEDATALEN - 1}). */
    private static final int LONGEST = 63;

    /** What is longer between two quotes is no name; the texts of routines have quotes that are about nothing of the kind. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("\"((?:[^\"]|\"\"){1," + LONGEST + "})\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    private Names() {}

    /**
     * The name of what is replaced, until what replaces it is there.
     *
     * @param taken names that others have
     */
    static String old(String name, Set<String> taken) {
        return free("plumb_old_" + name, taken);
    }

    /** The name of what replaces another of that name, until that is gone. */
    static String fresh(String name, Set<String> taken) {
        return free("plumb_new_" + name, taken);
    }

    /** The name of a check that says what a partition holds, until it is one. */
    static String bounds(Set<String> taken) {
        return free("plumb_bounds", taken);
    }

    private static String free(String name, Set<String> taken) {
        String free = cut(name, LONGEST);
        for (int i = 2; taken.contains(free); i++) {
            String number = "_" + i;
            free = cut(name, LONGEST - number.length()) + number;
        }
        return free;
    }

    /** As much of a text as PostgreSQL keeps in so many bytes. */
    private static String cut(String text, int bytes) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    /** The words of a text that can be names, as PostgreSQL keeps them. */
    static Set<String> mentioned(String text) {
        return IDENTIFIER
                .matcher(text)
                .results()
                .map(word -> word.group(1) == null
                        ? word.group().toLowerCase(Locale.ROOT)
                        : word.group(1).replace("\"\"", "\""))
                .collect(Collectors.toSet());
    }

    static String sql(QualifiedName name) {
        return name.schema().isEmpty()
                ? Identifiers.quote(name.name())
                : Identifiers.qualified(name.schema(), name.name());
    }

    static String quote(String name) {
        return Identifiers.quote(name);
    }

    static String list(Collection<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** A role, or {@code PUBLIC}, which is no name. */
    static String role(String role) {
        return role.equals("PUBLIC") ? role : Identifiers.quote(role);
    }

    /** What follows {@code DROP}, {@code COMMENT ON} or {@code ALTER}: the kind in SQL's words and the name. */
    static String of(SchemaObject object) {
        ObjectId id = object.id();
        String name = sql(id.name());
        String part = id.part().isEmpty() ? "" : quote(id.part());
        return switch (id.kind()) {
            case SCHEMA -> "SCHEMA " + name;
            case EXTENSION -> "EXTENSION " + name;
            case COLLATION -> "COLLATION " + name;
            case ENUM, COMPOSITE_TYPE, RANGE_TYPE -> "TYPE " + name;
            case DOMAIN -> "DOMAIN " + name;
            case SEQUENCE -> "SEQUENCE " + name;
            case TABLE -> "TABLE " + name;
            case COLUMN -> "COLUMN " + name + "." + part;
            case CONSTRAINT -> "CONSTRAINT " + part + " ON " + name;
            case INDEX -> "INDEX " + name;
            case STATISTICS -> "STATISTICS " + name;
            case VIEW -> "VIEW " + name;
            case MATERIALIZED_VIEW -> "MATERIALIZED VIEW " + name;
            case FUNCTION, PROCEDURE, AGGREGATE -> routine((Routine) object);
            case TRIGGER -> "TRIGGER " + part + " ON " + name;
            case RULE -> "RULE " + part + " ON " + name;
            case POLICY -> "POLICY " + part + " ON " + name;
            case EVENT_TRIGGER -> "EVENT TRIGGER " + name;
            case PUBLICATION -> "PUBLICATION " + name;
            case DEFAULT_PRIVILEGES, OTHER -> throw new IllegalArgumentException(id + " has no name in SQL");
        };
    }

    private static String routine(Routine routine) {
        boolean asterisk =
                routine.type() == ObjectKind.AGGREGATE && routine.signature().isEmpty();
        return routine.type().name() + " " + called(routine, asterisk ? "*" : routine.signature());
    }

    /** As {@code GRANT} names it, which knows aggregates as functions. */
    static String granted(Routine routine) {
        String kind = routine.type() == ObjectKind.AGGREGATE
                ? "FUNCTION"
                : routine.type().name();
        return kind + " " + called(routine, routine.signature());
    }

    private static String called(Routine routine, String arguments) {
        return Identifiers.qualified(routine.schema(), routine.name()) + "(" + arguments + ")";
    }
}
