package dev.plumbline.report;

import dev.plumbline.diff.Change;
import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Pass;
import dev.plumbline.migrate.Round;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.rehearse.Extrapolation;
import dev.plumbline.rehearse.Finding;
import dev.plumbline.rehearse.Lock;
import dev.plumbline.rehearse.Outcome;
import dev.plumbline.rehearse.Rehearsed;
import dev.plumbline.risk.LockMode;
import dev.plumbline.rows.Filled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a rehearsal found, for people. */
public final class RehearseReport {
    /** So many changes of a schema are named. */
    private static final int SHOWN = 20;

    /** A line of a definition is shown with so many characters. */
    private static final int LINE = 70;

    private static final long MINUTE = 60;
    private static final long HOUR = 3_600;

    private RehearseReport() {}

    /** What a rehearsal on a database that stays is going to do there. */
    public static String announcement(List<Round> rounds, String database) {
        Columns columns = new Columns();
        for (Round round : rounds) {
            columns.row(
                    Printable.line(EventText.name(round.migration())),
                    round.isRepeatable()
                            ? "is applied twice"
                            : round.noWayBack()
                                    .map(why -> "is applied, and not rolled back: it " + Printable.line(why))
                                    .orElse("is applied, rolled back and applied again"));
        }
        return "This changes " + database + ":\n" + columns.text()
                + "It ends with all of them applied. What is written meanwhile into what they add is lost by rolling"
                + " back.";
    }

    /** How one migration went, in a line. */
    public static String headline(Rehearsed rehearsed) {
        return Printable.line(EventText.name(rehearsed.round().migration())) + ": " + verdict(rehearsed) + "\n";
    }

    /** One migration: how it went, its statements, and what is wrong with it. */
    public static String text(Rehearsed rehearsed) {
        StringBuilder text = new StringBuilder(headline(rehearsed));
        StatementTable table = new StatementTable();
        table.add(rehearsed.up());
        if (!rehearsed.down().isEmpty()) {
            table.heading("rolling back");
            table.add(rehearsed.down());
        }
        text.append(table.text());
        rehearsed.findings().forEach(finding -> text.append(finding(finding, rehearsed)));
        rehearsed.lost().forEach(lost -> text.append("  rolling back does not bring back ")
                .append(Printable.line(lost))
                .append('\n'));
        return text.append('\n').toString();
    }

    private static String verdict(Rehearsed rehearsed) {
        String times = times(rehearsed);
        Optional<Pass> failed = rehearsed.findings().stream()
                .filter(Finding.Failed.class::isInstance)
                .map(finding -> ((Finding.Failed) finding).pass())
                .findFirst();
        if (failed.filter(pass -> pass == Pass.APPLY).isPresent()) {
            return "FAILS";
        }
        if (rehearsed.round().isRepeatable()) {
            return (rehearsed.findings().isEmpty() ? "repeats" : "DOES NOT REPEAT") + times;
        }
        if (!rehearsed.findings().isEmpty()) {
            return "DOES NOT REVERSE" + times;
        }
        return rehearsed
                .round()
                .noWayBack()
                .map(why -> "has no way back: it " + Printable.line(why) + times)
                .orElse("reverses" + times);
    }

    private static String times(Rehearsed rehearsed) {
        List<String> times = new ArrayList<>();
        rehearsed.applying().ifPresent(time -> times.add("applied in " + Durations.text(time)));
        rehearsed.rollingBack().ifPresent(time -> times.add("rolled back in " + Durations.text(time)));
        return times.isEmpty() ? "" : " (" + String.join(", ", times) + ")";
    }

    private static String finding(Finding finding, Rehearsed rehearsed) {
        Migration migration = rehearsed.round().migration();
        String down =
                migration.down().map(ScriptFile::path).map(Object::toString).orElse("");
        return switch (finding) {
            case Finding.Failed failed -> failed(failed);
            case Finding.NotRestored it ->
                "  after " + down + " the schema is not as it was before; what would make it so:\n"
                        + changes(it.changes());
            case Finding.NotTheSame it ->
                "  applied again, it makes another schema than before; what would make it the same:\n"
                        + changes(it.changes());
        };
    }

    private static String failed(Finding.Failed failed) {
        String when =
                switch (failed.pass()) {
                    case APPLY -> "";
                    case ROLL_BACK -> "  it could not be rolled back:\n";
                    case APPLY_AGAIN -> "  it could not be applied again:\n";
                };
        return when
                + ProblemReport.text(failed.problem())
                        .lines()
                        .map(line -> "  " + line + "\n")
                        .collect(Collectors.joining());
    }

    private static String changes(List<Change> changes) {
        Columns columns = new Columns();
        changes.stream().limit(SHOWN).forEach(change -> {
            columns.row("  " + change.verb(), Printable.line((change.id() + "  " + change.detail()).strip()));
            DefinitionLine.first(change).ifPresent(line -> {
                columns.remark("is      " + cut(line.is()));
                columns.remark("was     " + cut(line.was()));
            });
        });
        int more = changes.size() - SHOWN;
        return columns.text() + (more > 0 ? "    and " + more + " more (--json has all)\n" : "");
    }

    private static String cut(String line) {
        String shown = Printable.line(line);
        return shown.length() <= LINE ? shown : shown.substring(0, LINE) + "…";
    }

    /** The closing lines: times and locks against their limits, and what to do next. */
    public static String summary(Outcome outcome, List<String> remarks, List<String> next) {
        StringBuilder text = new StringBuilder();
        if (!outcome.left().isEmpty()) {
            text.append("not rehearsed, for what they build on is not there: ")
                    .append(names(outcome.left()))
                    .append("\n\n");
        }
        Columns columns = new Columns();
        columns.row(
                "migration window",
                Durations.text(outcome.window()),
                against(outcome.limits().window(), outcome.breaksWindow()));
        columns.row(
                "rollback downtime",
                Durations.text(outcome.rollback()),
                against(outcome.limits().rollback(), outcome.breaksRollback()));
        outcome.longest(LockMode::blocksReads).ifPresent(longest -> {
            columns.row(
                    "longest exclusive lock",
                    held(longest.lock()),
                    against(outcome.limits().exclusiveLock(), outcome.breaksExclusiveLock()));
            columns.remark(lock(longest));
        });
        outcome.longest(LockMode::blocksWrites).ifPresent(longest -> {
            columns.row("longest lock on writes", held(longest.lock()), "");
            if (!outcome.longest(LockMode::blocksReads).equals(Optional.of(longest))) {
                columns.remark(lock(longest));
            }
        });
        text.append(columns.text()).append('\n');
        text.append(rows(outcome));
        text.append(counts(outcome)).append('\n');
        remarks.forEach(remark -> text.append("note: ").append(remark).append('\n'));
        next.forEach(command -> text.append("next: ").append(command).append('\n'));
        return text.toString();
    }

    /** What tables were filled with, and what that means for where there are more rows. */
    private static String rows(Outcome outcome) {
        if (outcome.filled().isEmpty() && outcome.unfilled().isEmpty()) {
            return "";
        }
        Columns columns = new Columns();
        for (Filled table : outcome.filled()) {
            String number = Sizes.rows(table.rows()) + " rows";
            columns.row(
                    Printable.name(table.table()),
                    table.rows() == table.wanted() ? number : number + " of " + Sizes.rows(table.wanted()));
            table.gaps().forEach(gap -> columns.remark(Printable.line(gap)));
        }
        outcome.unfilled()
                .forEach(name -> columns.row(
                        Printable.name(name), "not filled: there is no such table before the last migration"));
        StringBuilder text = new StringBuilder("rows\n").append(columns.text());
        Extrapolation.of(outcome).ifPresent(full -> text.append(
                        "with all rows, taken as growing with those that are" + " rewritten, read or indexed:\n  ")
                .append("migration window ≈ ")
                .append(Durations.text(full.window()))
                .append(", rollback downtime ≈ ")
                .append(Durations.text(full.rollback()))
                .append(", longest exclusive lock ≈ ")
                .append(Durations.text(full.longestExclusiveLock()))
                .append('\n'));
        return text.append('\n').toString();
    }

    /** How long a lock was held, or was at least seen to be. */
    static String held(Lock lock) {
        return (lock.atLeast() ? "≥ " : "") + Durations.text(lock.held());
    }

    private static String lock(Outcome.Longest longest) {
        return Printable.line(longest.lock().mode() + " on "
                + Printable.name(longest.lock().relation()) + " by "
                + longest.statement().place());
    }

    private static String against(Optional<Duration> limit, boolean broken) {
        return limit.map(it -> broken ? "TOO LONG: limit " + limit(it) : "of " + limit(it))
                .orElse("no limit");
    }

    /** As it is written in plumb.yml, where that is a whole number of some unit. */
    private static String limit(Duration limit) {
        long seconds = limit.toSeconds();
        if (limit.toMillis() % 1_000 != 0) {
            return limit.toMillis() + " ms";
        }
        if (seconds % HOUR == 0) {
            return seconds / HOUR + " h";
        }
        return seconds % MINUTE == 0 ? seconds / MINUTE + " min" : seconds + " s";
    }

    private static String counts(Outcome outcome) {
        List<String> counts = new ArrayList<>();
        List<Rehearsed> all = outcome.migrations();
        long failing = all.stream().filter(RehearseReport::fails).count();
        long wrong = all.stream().filter(it -> !it.findings().isEmpty()).count() - failing;
        long oneWay = all.stream()
                .filter(it -> it.findings().isEmpty() && !it.round().goesBack())
                .filter(it -> !it.round().isRepeatable())
                .count();
        long good = all.size() - failing - wrong - oneWay;
        add(counts, good, "as it should be", "as they should be");
        add(counts, oneWay, "has no way back", "have no way back");
        add(counts, wrong, "does not come back as it was", "do not come back as they were");
        add(counts, failing, "fails", "fail");
        return all.size() + (all.size() == 1 ? " migration" : " migrations") + " rehearsed on PostgreSQL "
                + outcome.server() + ": " + String.join(", ", counts)
                + (outcome.breaksLimit() ? "; a limit is broken" : "");
    }

    public static boolean fails(Rehearsed rehearsed) {
        return rehearsed.findings().stream()
                .anyMatch(finding -> finding instanceof Finding.Failed failed && failed.pass() == Pass.APPLY);
    }

    private static void add(List<String> counts, long count, String one, String several) {
        if (count > 0) {
            counts.add(count + " " + (count == 1 ? one : several));
        }
    }

    private static String names(List<Migration> migrations) {
        return migrations.stream()
                .map(migration -> Printable.line(EventText.name(migration)))
                .collect(Collectors.joining(", "));
    }
}
