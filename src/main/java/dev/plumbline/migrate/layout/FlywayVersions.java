package dev.plumbline.migrate.layout;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Flyway's versions: numbers between dots or underscores, trailing zeros meaning nothing. */
final class FlywayVersions {
    private static final int NUMBERED = 1;

    static final Comparator<Version> ORDER = FlywayVersions::compare;

    private FlywayVersions() {}

    /** The version as written in a file name, such as {@code 204_2.0.0}; Flyway shows its underscores as dots. */
    static Version of(String written) {
        String dotted = written.replace('_', '.');
        List<BigInteger> parts = new ArrayList<>(parts(dotted));
        while (parts.size() > 1 && parts.getLast().signum() == 0) {
            parts.removeLast();
        }
        return new Version(dotted, parts.stream().map(BigInteger::toString).collect(Collectors.joining(".")));
    }

    /** Repeatables have no version; they are told apart by description, in which underscores stand for spaces. */
    static Version repeatable(String description) {
        return new Version("R", Kind.REPEATABLE.identity(description.replace('_', ' ')));
    }

    static Version ofIdentity(String identity) {
        Kind kind = Kind.of(identity);
        return kind == Kind.REPEATABLE
                ? new Version("R", identity)
                : new Version(kind.key(identity), kind.key(identity));
    }

    /** What is neither version nor repeatable comes from the ledger of another directory, and stands first. */
    private static int rank(Version version) {
        if (Kind.of(version.key()) == Kind.REPEATABLE) {
            return NUMBERED + 1;
        }
        return Arrays.stream(version.key().split("\\.", -1)).allMatch(NumericVersions::isDigits) ? NUMBERED : 0;
    }

    private static int compare(Version a, Version b) {
        int rank = rank(a);
        if (rank != rank(b)) {
            return Integer.compare(rank, rank(b));
        }
        if (rank != NUMBERED) {
            return a.key().compareTo(b.key());
        }
        List<BigInteger> left = parts(a.key());
        List<BigInteger> right = parts(b.key());
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int compared = part(left, i).compareTo(part(right, i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** The next version, in the style of the newest: its last part is counted up, or dated where it is a date. */
    static String next(String newest, LocalDateTime now) {
        int last = lastPart(newest);
        return newest.substring(0, last) + NumericVersions.next(newest.substring(last), now);
    }

    static String following(String newest) {
        int last = lastPart(newest);
        return newest.substring(0, last) + NumericVersions.following(newest.substring(last));
    }

    private static int lastPart(String version) {
        return Math.max(version.lastIndexOf('.'), version.lastIndexOf('_')) + 1;
    }

    private static List<BigInteger> parts(String dotted) {
        return Arrays.stream(dotted.split("\\.")).map(BigInteger::new).toList();
    }

    private static BigInteger part(List<BigInteger> parts, int i) {
        return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
    }
}
