package dev.plumbline.migrate.layout;

import dev.plumbline.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The four layouts. Apart from {@link Layout}, so that loading a layout never loads its siblings. */
final class Layouts {
    static final List<Layout> ALL =
            List.of(new UpDownLayout(), new FlywayLayout(), new PrismaLayout(), new DieselLayout());

    /** Tools and languages that people name where the name of a layout is wanted. */
    private static final Map<String, String> TOOLS = Map.ofEntries(
            Map.entry("golang-migrate", "up-down"),
            Map.entry("golang_migrate", "up-down"),
            Map.entry("go-migrate", "up-down"),
            Map.entry("migrate", "up-down"),
            Map.entry("go", "up-down"),
            Map.entry("sqlx", "up-down"),
            Map.entry("rust", "diesel"),
            Map.entry("java", "flyway"));

    private Layouts() {}

    /** The name of the layout somebody meant who typed another one. */
    static Optional<String> meant(String typed) {
        return Optional.ofNullable(TOOLS.get(typed.strip().toLowerCase(Locale.ROOT)))
                .or(() -> Nearest.of(typed, ALL.stream().map(Layout::name).toList()));
    }
}
