package dev.plumbline.risk.effect;

import java.util.List;
import java.util.Set;

/** Which types' indexes are ordered by the same default operator class, so that an index's file can be kept. */
final class Opclasses {
    private static final List<Set<String>> SHARED =
            List.of(Set.of("text", "character varying"), Set.of("inet", "cidr"));

    private Opclasses() {}

    /** Both as {@code format_type} writes them. */
    static boolean same(String from, String to) {
        String a = base(from);
        String b = base(to);
        return a.equals(b) || SHARED.stream().anyMatch(types -> types.contains(a) && types.contains(b));
    }

    private static String base(String type) {
        return type.replaceFirst("\\(.*?\\)", "");
    }
}
