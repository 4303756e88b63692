package dev.plumbline.plan;

import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether an expression gives another value for every row, so that a column added with it is written row by row. */
final class Volatility {
    private static final Pattern CALL = Pattern.compile(
            "((?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"]+\")(?:\\.(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"]+\"))?)\\(");

    /** Volatile functions of {@code pg_catalog} that stand in defaults (PostgreSQL 18's {@code pg_proc.dat}). */
    private static final Set<String> BUILT_IN = Set.of(
            "random",
            "random_normal",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "clock_timestamp",
            "timeofday",
            "nextval",
            "currval",
            "lastval",
            "setval",
            "setseed",
            "pg_sleep",
            "txid_current");

    private final Set<String> routines;

    Volatility(Schema schema) {
        this.routines = schema.all(Routine.class).stream()
                .filter(routine -> !routine.definition().contains("\n IMMUTABLE")
                        && !routine.definition().contains("\n STABLE"))
                .map(routine -> Names.quote(routine.schema()) + "." + Names.quote(routine.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isVolatile(String expression) {
        Matcher call = CALL.matcher(expression);
        while (call.find()) {
            String name = call.group(1);
            // A function of an extension is in no model: it may be anything.
            if (name.contains(".")
                    ? !name.startsWith("pg_catalog.") && isVolatileRoutine(name)
                    : BUILT_IN.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isVolatileRoutine(String name) {
        return routines.contains(name) || name.contains("uuid_generate") || name.contains("gen_random");
    }
}
