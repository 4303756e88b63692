package dev.plumbline.migrate.layout;

/**
 * Where a migration stands among the others. Compare with {@link Layout#order()}: text order is wrong for most layouts.
 *
 * @param text the version as people write it, such as {@code 0007}, {@code 204.2.0.0.38.1} or {@code 2024-01-01-120000}
 * @param key  what the layout compares, such as {@code 7}, or in Prisma's layout the whole directory name
 */
public record Version(String text, String key) {
    public Version {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a version has a text");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
