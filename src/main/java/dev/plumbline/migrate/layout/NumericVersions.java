package dev.plumbline.migrate.layout;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Versions made of digits alone: the next one in the style of the newest, and the date one stands for. */
final class NumericVersions {
    static final DateTimeFormatter SECONDS = pattern("uuuuMMddHHmmss");
    static final DateTimeFormatter MINUTES = pattern("uuuuMMddHHmm");
    private static final DateTimeFormatter DAY = pattern("uuuuMMdd");

    private NumericVersions() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A version for {@code now} that is greater than the newest and written as it is: dated, Unix time or counted. */
    static String next(String newest, LocalDateTime now) {
        String candidate = isUnix(newest) ? Long.toString(now.toEpochSecond(ZoneOffset.UTC)) : dated(newest, now);
        boolean later = !candidate.isEmpty() && number(candidate).compareTo(number(newest)) > 0;
        return later ? candidate : following(newest);
    }

    private static String dated(String newest, LocalDateTime now) {
        int width = newest.length();
        // Hours and days that no clock shows are no reason to start counting: people write 2460 and the 30th of
        // February.
        boolean century = newest.startsWith("19") || newest.startsWith("20");
        return switch (width) {
            case 14 -> century ? SECONDS.format(now) : "";
            case 12 -> century ? MINUTES.format(now) : "";
            case 8, 9, 10, 11 -> date(newest).isPresent() ? day(width - 8, now) : "";
            default -> "";
        };
    }

    /** A day, and after it a counter such as that of 20251115001. */
    private static String day(int counterWidth, LocalDateTime now) {
        return DAY.format(now) + (counterWidth == 0 ? "" : "0".repeat(counterWidth - 1) + "1");
    }

    /** The least version of the same style that is greater than the newest. */
    static String following(String newest) {
        Optional<LocalDateTime> time = time(newest);
        if (time.isPresent() && newest.length() == 14) {
            return SECONDS.format(time.get().plusSeconds(1));
        }
        if (time.isPresent() && newest.length() == 12) {
            return MINUTES.format(time.get().plusMinutes(1));
        }
        if (date(newest).isPresent() && newest.length() == 8) {
            return DAY.format(date(newest).get().plusDays(1));
        }
        String next = number(newest).add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, newest.length() - next.length())) + next;
    }

    /** The day that a version of eight digits or more starts with, where it can be one a team has lived through. */
    static Optional<LocalDate> date(String digits) {
        if (digits.length() < 8 || digits.length() > 17 || !isDigits(digits)) {
            return Optional.empty();
        }
        try {
            int year = Integer.parseInt(digits, 0, 4, 10);
            int month = Integer.parseInt(digits, 4, 6, 10);
            int day = Integer.parseInt(digits, 6, 8, 10);
            return year >= 1990 && year < 2100 ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> time(String digits) {
        try {
            return date(digits).isEmpty()
                    ? Optional.empty()
                    : switch (digits.length()) {
                        case 14 -> Optional.of(LocalDateTime.parse(digits, SECONDS));
                        case 12 ->
                            Optional.of(LocalDateTime.parse(digits, MINUTES).truncatedTo(ChronoUnit.MINUTES));
                        default -> Optional.empty();
                    };
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** Unix time has had ten digits and started with 1 since 2001; a day and a counter starts with 19 or 20. */
    private static boolean isUnix(String digits) {
        return digits.length() == 10 && digits.startsWith("1") && date(digits).isEmpty();
    }

    static BigInteger number(String digits) {
        return new BigInteger(digits);
    }

    /** Compares the numbers that two runs of digits stand for; each start sorts a directory by it. */
    static int compare(String a, String b) {
        String left = withoutZeros(a);
        String right = withoutZeros(b);
        return left.length() == right.length() ? left.compareTo(right) : Integer.compare(left.length(), right.length());
    }

    private static String withoutZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.substring(zeros);
    }
}
