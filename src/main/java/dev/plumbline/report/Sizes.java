package dev.plumbline.report;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes and rows as people read them. */
final class Sizes {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");
    private static final int STEP = 1024;

    private Sizes() {}

    /** {@code 512 B}, {@code 1.5 kB}, {@code 18 MB}; in steps of 1,024, as PostgreSQL has them. */
    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        String number = unit == 0 || size >= 10 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, number, size) + " " + UNITS.get(unit);
    }

    /** {@code 200,000}. */
    static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }
}
