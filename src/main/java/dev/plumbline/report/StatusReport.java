package dev.plumbline.report;

import dev.plumbline.migrate.Direction;
import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Entry;
import dev.plumbline.migrate.Run;
import dev.plumbline.migrate.State;
import dev.plumbline.migrate.Status;
import dev.plumbline.migrate.layout.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where the migrations stand. */
public final class StatusReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private StatusReport() {}

    static String time(Instant instant) {
        return TIME.format(instant) + "Z";
    }

    /** As text: a line per migration, what is unusual under it, and the next command. */
    public static String text(Status status, String database, String directory) {
        StringBuilder text = new StringBuilder();
        text.append("Database   ").append(database).append('\n');
        text.append("Directory  ").append(directory).append('\n');
        text.append("Version    ").append(status.schemaVersion().orElse("none: nothing is applied"));
        status.lastMigrationAt().ifPresent(at -> text.append(", last changed ").append(time(at)));
        text.append('\n');
        status.runner().ifPresent(runner -> text.append("At work    ")
                .append(runner.describe())
                .append(runner.gone() ? "; its process is gone, and the server will notice" : "")
                .append('\n'));
        text.append('\n');
        boolean allIrreversible = status.entries().stream()
                .filter(entry -> entry.migration()
                        .filter(m -> m.kind() == Kind.VERSIONED)
                        .isPresent())
                .allMatch(entry -> entry.flags().contains(Entry.Flag.IRREVERSIBLE)
                        && entry.migration().flatMap(m -> m.down()).isEmpty());
        Columns columns = new Columns();
        for (Entry entry : status.entries()) {
            columns.row(
                    entry.state().toString(),
                    entry.version(),
                    entry.slug(),
                    entry.applied().map(StatusReport::when).orElse(""),
                    flags(entry, allIrreversible));
            entry.remarks().stream()
                    .filter(remark -> !remark.equals("has no down script"))
                    .forEach(columns::remark);
        }
        text.append(columns.text());
        if (!status.entries().isEmpty()) {
            text.append('\n');
        }
        text.append(counts(status)).append('\n');
        if (allIrreversible && !status.entries().isEmpty()) {
            text.append("note: no migration has a down script: nothing can be rolled back\n");
        }
        status.notes()
                .forEach(note ->
                        text.append("note: ").append(Lines.indented(note, 6)).append('\n'));
        next(status).forEach(command -> text.append("next: ").append(command).append('\n'));
        return text.toString();
    }

    private static String when(Run run) {
        return switch (run.result()) {
            case BASELINE -> time(run.startedAt()) + "  baseline";
            case RESOLVED -> time(run.startedAt()) + "  resolved by " + run.author();
            case RUNNING, DONE, FAILED, ABANDONED -> time(run.startedAt()) + "  " + Durations.text(run.duration());
        };
    }

    private static String flags(Entry entry, boolean allIrreversible) {
        return entry.flags().stream()
                .filter(flag -> !(allIrreversible && flag == Entry.Flag.IRREVERSIBLE))
                .sorted()
                .map(flag -> "[" + flag + "]")
                .collect(Collectors.joining(" "));
    }

    private static String counts(Status status) {
        List<String> counts = new ArrayList<>();
        for (State state : State.values()) {
            int count = status.in(state).size();
            if (count > 0 || state == State.APPLIED || state == State.PENDING) {
                counts.add(count + " " + state);
            }
        }
        for (Entry.Flag flag : List.of(Entry.Flag.CHANGED, Entry.Flag.MISSING, Entry.Flag.OUT_OF_ORDER)) {
            long count = status.entries().stream()
                    .filter(entry -> entry.flags().contains(flag))
                    .count();
            if (count > 0) {
                counts.add(count + " " + flag);
            }
        }
        return String.join(", ", counts);
    }

    private static List<String> next(Status status) {
        List<String> commands = new ArrayList<>();
        if (status.runner().filter(runner -> !runner.gone()).isPresent()) {
            return List.of("plumb status (when that runner is done: until then this changes)");
        }
        boolean rollback = status.in(State.PARTIAL).stream().anyMatch(entry -> entry.open()
                .filter(run -> run.direction() == Direction.DOWN)
                .isPresent());
        if (rollback) {
            commands.add("plumb rollback (finishes the one that broke off)");
        } else if (status.entries().stream().anyMatch(entry -> entry.state() != State.APPLIED)) {
            commands.add(apply(status));
        }
        return commands;
    }

    /** What to do before or instead of {@code plumb apply}, where it would refuse. */
    private static String apply(Status status) {
        for (Entry entry : status.in(State.PARTIAL)) {
            boolean missing = entry.flags().contains(Entry.Flag.MISSING);
            if (missing || entry.flags().contains(Entry.Flag.CHANGED)) {
                return (missing ? "bring back the files of " : "restore what was run of ") + entry.version() + " "
                        + entry.slug() + ", then plumb apply; or finish it by hand, then plumb resolve "
                        + entry.version() + " --as applied|rolled-back";
            }
        }
        List<String> repairs = new ArrayList<>();
        StringBuilder flags = new StringBuilder();
        if (has(status, Entry.Flag.MISSING)) {
            repairs.add("bring back the files that are missing");
            flags.append(" --ignore-missing");
        }
        if (has(status, Entry.Flag.CHANGED)) {
            repairs.add("restore the files that changed");
            flags.append(" --accept-changed");
        }
        if (has(status, Entry.Flag.OUT_OF_ORDER)) {
            repairs.add("give what is out of order a newer version");
            flags.append(" --out-of-order");
        }
        return repairs.isEmpty() ? "plumb apply" : String.join("; ", repairs) + "; or plumb apply" + flags;
    }

    private static boolean has(Status status, Entry.Flag flag) {
        return status.entries().stream().anyMatch(entry -> entry.flags().contains(flag));
    }

    /** As a JSON document, described by {@code docs/schemas/status.schema.json}. */
    public static String json(Status status, String database, String directory) {
        return Json.document(json -> {
            Json.optional(json, "schemaVersion", status.schemaVersion());
            Json.optional(json, "lastMigrationAt", status.lastMigrationAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)
                    .toString()));
            json.writeStringProperty("database", database);
            json.writeStringProperty("directory", directory);
            status.runner().ifPresent(runner -> {
                json.writeObjectPropertyStart("runner");
                json.writeNumberProperty("pid", runner.pid());
                json.writeStringProperty("application", runner.application());
                json.writeStringProperty("user", runner.user());
                runner.since()
                        .ifPresent(since -> json.writeStringProperty(
                                "since", since.truncatedTo(ChronoUnit.MILLIS).toString()));
                json.writeBooleanProperty("gone", runner.gone());
                json.writeEndObject();
            });
            Json.objects(json, "migrations", status.entries(), entry -> {
                json.writeStringProperty("version", entry.version());
                json.writeStringProperty("slug", entry.slug());
                json.writeStringProperty("state", entry.state().toString());
                Json.texts(
                        json,
                        "flags",
                        entry.flags().stream()
                                .sorted()
                                .map(Entry.Flag::toString)
                                .toList());
                entry.applied().ifPresent(run -> {
                    json.writeStringProperty("appliedAt", run.startedAt().toString());
                    json.writeNumberProperty("durationMs", run.duration().toMillis());
                    json.writeStringProperty("author", run.author());
                    json.writeStringProperty("checksum", run.checksum());
                });
                entry.open().ifPresent(run -> {
                    json.writeStringProperty("direction", run.direction().toString());
                    json.writeNumberProperty("statementsDone", run.statementsDone());
                    json.writeNumberProperty("statements", run.statements());
                });
                Json.texts(json, "remarks", entry.remarks());
            });
            Json.texts(json, "notes", status.notes());
        });
    }
}
