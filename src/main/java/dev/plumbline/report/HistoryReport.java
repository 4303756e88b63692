package dev.plumbline.report;

import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Run;
import dev.plumbline.migrate.RunLog;

/** The ledger, line by line. */
public final class HistoryReport {
    private HistoryReport() {}

    /** As text, the oldest line first. */
    public static String text(RunLog log) {
        if (log.runs().isEmpty()) {
            return "nothing has been run on this database\n";
        }
        Columns columns = new Columns();
        for (Run run : log.runs()) {
            log.before(run).forEach(attempt -> brokenOff(columns, run, attempt));
            columns.row(
                    StatusReport.time(run.startedAt()),
                    run.direction().toString(),
                    run.version(),
                    run.slug(),
                    run.result().toString(),
                    run.statements() + (run.statements() == 1 ? " statement" : " statements"),
                    Durations.text(run.duration()),
                    run.author());
            if (!run.error().isEmpty()) {
                columns.remark(run.error());
            }
        }
        return columns.text();
    }

    private static void brokenOff(Columns columns, Run run, RunLog.Attempt attempt) {
        columns.row(
                StatusReport.time(attempt.startedAt()),
                run.direction().toString(),
                run.version(),
                run.slug(),
                "broke off",
                "after " + attempt.statementsDone() + (attempt.statementsDone() == 1 ? " statement" : " statements"),
                Durations.text(attempt.duration()),
                attempt.author());
        if (!attempt.error().isEmpty()) {
            columns.remark(attempt.error());
        }
    }

    /** As a JSON document, described by {@code docs/schemas/history.schema.json}. */
    public static String json(RunLog log) {
        return Json.document(json -> Json.objects(json, "runs", log.runs(), run -> {
            json.writeNumberProperty("id", run.id());
            json.writeStringProperty("version", run.version());
            json.writeStringProperty("slug", run.slug());
            json.writeStringProperty("direction", run.direction().toString());
            json.writeStringProperty("result", run.result().toString());
            json.writeStringProperty("startedAt", run.startedAt().toString());
            json.writeNumberProperty("durationMs", run.duration().toMillis());
            json.writeNumberProperty("statements", run.statements());
            json.writeStringProperty("checksum", run.checksum());
            json.writeStringProperty("author", run.author());
            json.writeStringProperty("toolVersion", run.toolVersion());
            json.writeStringProperty("error", run.error());
            Json.objects(json, "earlierAttempts", log.before(run), attempt -> {
                json.writeStringProperty("startedAt", attempt.startedAt().toString());
                json.writeNumberProperty("durationMs", attempt.duration().toMillis());
                json.writeNumberProperty("statementsDone", attempt.statementsDone());
                json.writeStringProperty("author", attempt.author());
                json.writeStringProperty("toolVersion", attempt.toolVersion());
                json.writeStringProperty("error", attempt.error());
            });
            Json.objects(json, "steps", run.steps(), step -> {
                json.writeNumberProperty("ordinal", step.ordinal());
                json.writeNumberProperty("firstStatement", step.first());
                json.writeNumberProperty("lastStatement", step.last());
                json.writeBooleanProperty("transaction", !step.alone());
                json.writeStringProperty("state", step.state().toString());
            });
        }));
    }
}
