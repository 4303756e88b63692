package dev.plumbline.migrate.layout;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The layout somebody meant who typed another name: the tool's name, or a slip of the fingers. */
final class Nearest {
    private static final Map<String, String> TOOLS = Map.ofEntries(
            Map.entry("golang-migrate", "up-down"),
            Map.entry("golang_migrate", "up-down"),
            Map.entry("go-migrate", "up-down"),
            Map.entry("migrate", "up-down"),
            Map.entry("go", "up-down"),
            Map.entry("sqlx", "up-down"),
            Map.entry("rust", "diesel"),
            Map.entry("java", "flyway"));

    private Nearest() {}

    static Optional<String> of(String typed) {
        String name = typed.strip().toLowerCase(Locale.ROOT);
        if (TOOLS.containsKey(name)) {
            return Optional.of(TOOLS.get(name));
        }
        record Candidate(String layout, int distance) {}
        return Layouts.ALL.stream()
                .map(layout -> new Candidate(layout.name(), distance(name, layout.name())))
                .filter(candidate -> candidate.distance() <= 2)
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::layout);
    }

    /** Levenshtein's: how many letters to add, drop or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
