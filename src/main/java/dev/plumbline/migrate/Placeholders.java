package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Layout;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.ScriptFile;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code ${name}} stands for in scripts. Flyway's layout always has them, its built-in ones included; the others only where
 * the configuration names some, so that a {@code ${…}} in a function body is left alone.
 */
final class Placeholders {
    private final Layout layout;
    private final Map<String, String> configured;
    private final Map<String, String> builtIn;

    Placeholders(Layout layout, Map<String, String> configured, String database, String user, String ledgerSchema) {
        this.layout = layout;
        this.configured = Map.copyOf(configured);
        this.builtIn = Map.of(
                "flyway:defaultSchema",
                "public",
                "flyway:database",
                database,
                "flyway:user",
                user,
                "flyway:table",
                ledgerSchema + ".migration_run");
    }

    ScriptText read(Migration migration, ScriptFile file) {
        Map<String, String> values = new HashMap<>(configured);
        boolean flyway = layout.name().equals("flyway");
        if (flyway) {
            builtIn.forEach(values::putIfAbsent);
            values.putIfAbsent("flyway:filename", file.path().getFileName().toString());
        }
        return ScriptText.read(file, values, flyway && migration.kind() == Kind.REPEATABLE);
    }
}
