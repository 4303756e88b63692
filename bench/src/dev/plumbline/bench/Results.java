package dev.plumbline.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured, by what was done and by whom; prints it beside what Plumbline reaches for. */
final class Results {
    static final String APPLY = "apply";
    static final String AGAIN = "apply again";
    static final String STATUS = "status";
    static final String VERSION = "--version";

    /** How many migrations the numbers below are meant for. */
    static final int MIGRATIONS = 1000;

    private static final double APPLY_RATIO = 1.5;
    private static final double AGAIN_SECONDS = 0.4;
    private static final double STATUS_SECONDS = 0.4;
    private static final double VERSION_SECONDS = 0.2;
    private static final double MEGABYTES = 200;

    private final Map<String, Map<String, Samples>> times = new LinkedHashMap<>();
    private long peakKilobytes;

    void add(String what, String tool, Duration duration) {
        times.computeIfAbsent(what, _ -> new LinkedHashMap<>())
                .computeIfAbsent(tool, _ -> new Samples())
                .add(duration);
    }

    void addPeak(long kilobytes) {
        peakKilobytes = Math.max(peakKilobytes, kilobytes);
    }

    void print(PrintStream out, int migrations) {
        out.printf("%n%-12s %-10s %9s  %-16s %8s %9s%n", "", "", "median", "min-max", "of psql", "of plumb");
        for (String what : times.keySet()) {
            for (String tool : times.get(what).keySet()) {
                Samples samples = times.get(what).get(tool);
                out.printf(
                        Locale.ROOT,
                        "%-12s %-10s %7.3f s  %-16s %8s %9s%n",
                        what,
                        tool,
                        samples.median(),
                        String.format(Locale.ROOT, "%.3f-%.3f s", samples.least(), samples.most()),
                        ratio(samples, what, Bench.PSQL),
                        ratio(samples, what, Bench.PLUMB));
            }
        }
        out.println();
        if (migrations != MIGRATIONS) {
            out.println("what Plumbline reaches for is meant for " + MIGRATIONS + " migrations, not " + migrations);
        }
        Optional<Samples> psql = find(APPLY, Bench.PSQL);
        Optional<Samples> plumb = find(APPLY, Bench.PLUMB);
        if (psql.isPresent() && plumb.isPresent()) {
            reach(
                    out,
                    "apply, of psql's time",
                    plumb.get().median() / psql.get().median(),
                    APPLY_RATIO,
                    "times");
        }
        find(AGAIN, Bench.PLUMB).ifPresent(s -> reach(out, "apply again", s.median(), AGAIN_SECONDS, "s"));
        find(STATUS, Bench.PLUMB).ifPresent(s -> reach(out, "status", s.median(), STATUS_SECONDS, "s"));
        find(VERSION, Bench.PLUMB).ifPresent(s -> reach(out, "--version", s.median(), VERSION_SECONDS, "s"));
        if (peakKilobytes > 0) {
            reach(out, "memory at most, apply", peakKilobytes / 1024.0, MEGABYTES, "MB");
        } else {
            out.println("memory at most, apply: not measured, this system has no /proc");
        }
    }

    private Optional<Samples> find(String what, String tool) {
        return Optional.ofNullable(times.getOrDefault(what, Map.of()).get(tool));
    }

    private String ratio(Samples samples, String what, String tool) {
        return find(what, tool)
                .map(other -> String.format(Locale.ROOT, "%.2fx", samples.median() / other.median()))
                .orElse("");
    }

    static void reach(PrintStream out, String what, double measured, double wanted, String unit) {
        String verdict = measured <= wanted
                ? "reached"
                : String.format(Locale.ROOT, "missed by %.2f %s", measured - wanted, unit);
        out.printf(Locale.ROOT, "%-24s %7.2f %-5s of at most %6.2f: %s%n", what, measured, unit, wanted, verdict);
    }
}
