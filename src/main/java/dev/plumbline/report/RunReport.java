package dev.plumbline.report;

import dev.plumbline.db.HeldLocks;
import dev.plumbline.migrate.Direction;
import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Preview;
import dev.plumbline.migrate.Report;
import java.util.List;
import java.util.Optional;

/** What {@code apply} and {@code rollback} did, or would do. */
public final class RunReport {
    private RunReport() {}

    /** The closing lines of a run. */
    public static String summary(Report report, String database) {
        String verb = report.direction() == Direction.UP ? "applied to " : "rolled back on ";
        StringBuilder text = new StringBuilder();
        int count = report.done().size();
        if (count == 0) {
            text.append(report.direction() == Direction.UP ? "nothing to apply to " : "nothing to roll back on ")
                    .append(database);
        } else {
            text.append(count)
                    .append(count == 1 ? " migration " : " migrations ")
                    .append(verb)
                    .append(database)
                    .append(" in ")
                    .append(Durations.text(report.duration()));
        }
        text.append("; the schema is at ").append(report.schemaVersion().orElse("no version"));
        if (report.pending() > 0) {
            text.append(", ").append(report.pending()).append(" pending");
        }
        text.append('\n');
        longestLock(report)
                .ifPresent(
                        lock -> text.append("longest lock: ").append(held(lock)).append('\n'));
        return text.toString();
    }

    /** {@code ACCESS EXCLUSIVE on public.users for 12 ms (blocks reads and writes)}. */
    public static String held(HeldLocks.Held lock) {
        return lock.mode() + " on " + lock.relation() + " for " + Durations.text(lock.held()) + " (blocks "
                + lock.blocks() + ")";
    }

    private static Optional<HeldLocks.Held> longestLock(Report report) {
        return report.done().stream().flatMap(done -> done.locks().stream()).min((a, b) -> b.held()
                .compareTo(a.held()));
    }

    /** As a JSON document, described by {@code docs/schemas/run.schema.json}. */
    public static String json(Report report) {
        return Json.document(json -> {
            json.writeStringProperty("direction", report.direction().toString());
            json.writeBooleanProperty("dryRun", false);
            Json.optional(json, "schemaVersion", report.schemaVersion());
            json.writeNumberProperty("pending", report.pending());
            json.writeNumberProperty("durationMs", report.duration().toMillis());
            Json.objects(json, "migrations", report.done(), done -> {
                json.writeStringProperty("version", done.version());
                json.writeStringProperty("slug", done.slug());
                json.writeNumberProperty("statements", done.statements());
                json.writeNumberProperty("durationMs", done.duration().toMillis());
                Json.objects(json, "locks", done.locks(), lock -> {
                    json.writeStringProperty("relation", lock.relation());
                    json.writeStringProperty("mode", lock.mode());
                    json.writeNumberProperty("heldMs", lock.held().toMillis());
                });
            });
        });
    }

    /** What a dry run prints: every migration as the parts that would commit one by one. */
    public static String preview(Preview preview) {
        StringBuilder text = new StringBuilder();
        String verb = preview.direction() == Direction.UP ? "apply" : "roll back";
        if (preview.migrations().isEmpty()) {
            return "nothing to " + verb + "\n";
        }
        for (Preview.Planned planned : preview.migrations()) {
            text.append("would ")
                    .append(verb)
                    .append(' ')
                    .append(planned.version())
                    .append(' ')
                    .append(planned.slug())
                    .append("  (")
                    .append(planned.path())
                    .append(")\n");
            for (Preview.Part part : planned.parts()) {
                text.append(part.transaction() ? "  in one transaction:\n" : "  outside of transactions:\n");
                part.statements()
                        .forEach(sql -> text.append("    ").append(shorten(sql)).append('\n'));
            }
        }
        return text.append("dry run: nothing was changed\n").toString();
    }

    private static String shorten(String sql) {
        List<String> lines = sql.strip().lines().toList();
        String first = lines.getFirst();
        String cut = first.length() > 110 ? first.substring(0, 110) + " …" : first;
        return lines.size() > 1 && first.length() <= 110 ? cut + " … (" + lines.size() + " lines)" : cut;
    }

    /** A dry run as a JSON document. */
    public static String previewJson(Preview preview) {
        return Json.document(json -> {
            json.writeStringProperty("direction", preview.direction().toString());
            json.writeBooleanProperty("dryRun", true);
            Json.optional(json, "schemaVersion", preview.schemaVersion());
            Json.objects(json, "migrations", preview.migrations(), planned -> {
                json.writeStringProperty("version", planned.version());
                json.writeStringProperty("slug", planned.slug());
                json.writeStringProperty("path", planned.path());
                Json.objects(json, "parts", planned.parts(), part -> {
                    json.writeBooleanProperty("transaction", part.transaction());
                    Json.texts(json, "statements", part.statements());
                });
            });
        });
    }
}
