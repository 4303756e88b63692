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
    private final PlaceholderValues configured;
    private final Map<String, String> builtIn;

    Placeholders(Layout layout, PlaceholderValues configured, String database, String user, String ledgerSchema) {
        this.layout = layout;
        this.configured = configured;
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

    /** Values that are in no ledger. */
    Map<String, String> secrets() {
        return configured.secrets();
    }

    ScriptText read(Migration migration, ScriptFile file) {
        Map<String, String> values = new HashMap<>(configured.values());
        boolean always = layout.hasPlaceholders();
        if (always) {
            builtIn.forEach(values::putIfAbsent);
            values.putIfAbsent("flyway:filename", file.path().getFileName().toString());
        }
        return ScriptText.read(
                file,
                new PlaceholderValues(values, configured.secret()),
                always && migration.kind() == Kind.REPEATABLE);
    }
}
