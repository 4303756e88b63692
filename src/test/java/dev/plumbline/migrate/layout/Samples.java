package dev.plumbline.migrate.layout;

import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Ledger identities as each layout has them, and migrations made of them. */
final class Samples {
    private Samples() {}

    static Arbitrary<String> identities(Layout layout) {
        return switch (layout) {
            case UpDownLayout upDown -> digits().map(text -> canonical(text));
            case FlywayLayout flyway ->
                Arbitraries.oneOf(
                        digits().map(text -> FlywayVersions.of(text).key()),
                        digits().list().ofMinSize(1).ofMaxSize(4).map(parts -> FlywayVersions.of(
                                        String.join("_", parts))
                                .key()));
            case PrismaLayout prisma -> Arbitraries.oneOf(digits().map(text -> text + "_init"), words());
            case DieselLayout diesel ->
                Arbitraries.oneOf(digits(), words().filter(text -> !text.contains("-") && !text.contains("_")));
        };
    }

    static Migration migration(Layout layout, String identity) {
        Path up =
                switch (layout) {
                    case UpDownLayout upDown -> Path.of("db", identity + "_x.up.sql");
                    case FlywayLayout flyway -> Path.of("db", "V" + identity + "__x.sql");
                    case PrismaLayout prisma -> Path.of("db", identity, "migration.sql");
                    case DieselLayout diesel -> Path.of("db", identity + "_x", "up.sql");
                };
        return new Migration(layout.version(identity), "x", identity, new ScriptFile(up, true), Optional.empty());
    }

    /** Counters, dates of every width in use, and numbers that only look like dates. */
    private static Arbitrary<String> digits() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12000).map(number -> "%04d".formatted(number)),
                Arbitraries.of(
                        "20240101",
                        "20251115001",
                        "1510262030",
                        "202511150010",
                        "202612312359",
                        "20270228235959",
                        "99991231235959",
                        "20240230120000",
                        "00000000000000",
                        "2024010112000001"),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(19));
    }

    private static Arbitrary<String> words() {
        return Arbitraries.strings()
                .withChars("ab_Z9é-\uFFFD\u2026")
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    private static String canonical(String digits) {
        return NumericVersions.number(digits).toString();
    }
}
