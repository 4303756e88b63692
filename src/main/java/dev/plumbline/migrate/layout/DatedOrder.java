package dev.plumbline.migrate.layout;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Notices dated versions of different widths, whose order as numbers is not the order of their dates. */
final class DatedOrder {
    private DatedOrder() {}

    /** A sentence naming the first pair that runs in an order its dates contradict. */
    static Optional<String> note(List<Migration> migrations, Comparator<Version> order) {
        // Numbers of one width sort as the dates that they start with.
        if (migrations.stream()
                        .mapToInt(each -> each.version().key().length())
                        .distinct()
                        .limit(2)
                        .count()
                < 2) {
            return Optional.empty();
        }
        List<Version> versions = migrations.stream()
                .filter(migration -> migration.kind() == Kind.VERSIONED)
                .map(Migration::version)
                .filter(version -> NumericVersions.date(version.key()).isPresent())
                .sorted(order)
                .toList();
        for (int i = 1; i < versions.size(); i++) {
            Version before = versions.get(i - 1);
            Version after = versions.get(i);
            if (date(before).isAfter(date(after))) {
                return Optional.of("versions have different widths: %s sorts before %s numerically but is dated later"
                        .formatted(before, after));
            }
        }
        return Optional.empty();
    }

    private static LocalDate date(Version version) {
        return NumericVersions.date(version.key()).orElseThrow();
    }
}
