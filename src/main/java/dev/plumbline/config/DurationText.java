package dev.plumbline.config;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit. */
final class DurationText {
    /** PostgreSQL keeps its timeouts as milliseconds in 32 bits, signed (documentation of 18, "Client Connection Defaults"). */
    private static final long LONGEST = Integer.MAX_VALUE;

    private static final Pattern WRITTEN = Pattern.compile("(\\d+)\\s?(ms|s|m|min|h)?");
    private static final String EXAMPLES = "write for example 500ms, 4s, 10min or 1h";

    private DurationText() {}

    static Duration parse(String text) throws Refused {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new Refused("%s is not a duration".formatted(Shown.quoted(text)), EXAMPLES);
        }
        String digits = matcher.group(1).replaceFirst("^0+(?=\\d)", "");
        String unit = matcher.group(2);
        if (digits.equals("0")) {
            return Duration.ZERO;
        }
        // More digits than any duration that is allowed has, and few enough for a long.
        boolean tooLong = digits.length() > String.valueOf(LONGEST).length();
        if (unit == null && !tooLong) {
            throw new Refused(digits + " has no unit", withUnit(Long.parseLong(digits)));
        }
        Duration duration =
                tooLong ? Duration.ofMillis(Long.MAX_VALUE) : of(Long.parseLong(digits), String.valueOf(unit));
        if (duration.compareTo(Duration.ofMillis(LONGEST)) > 0) {
            throw new Refused(
                    "%s is longer than PostgreSQL can measure".formatted(Shown.quoted(text)), "write at most 596h");
        }
        return duration;
    }

    static Duration option(String text) {
        try {
            return parse(text.strip());
        } catch (Refused refused) {
            throw Problem.of(ProblemId.USAGE, refused.why())
                    .remedy(refused.instead())
                    .exception();
        }
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** A small number is more likely to mean seconds, a large one milliseconds. */
    private static String withUnit(long number) {
        return number < 100
                ? "write %ds or %dms".formatted(number, number * 1_000)
                : "write %dms or %ds".formatted(number, number);
    }
}
