package dev.plumbline.report;

import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Run;
import java.util.List;

/** The ledger, line by line. */
public final class HistoryReport {
    private HistoryReport() {}

    /** As text, the oldest line first. */
    public static String text(List<Run> runs) {
        if (runs.isEmpty()) {
            return "nothing has been run on this database\n";
        }
        Columns columns = new Columns();
        for (Run run : runs) {
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

    /** As a JSON document, described by {@code docs/schemas/history.schema.json}. */
    public static String json(List<Run> runs) {
        return Json.document(json -> Json.objects(json, "runs", runs, run -> {
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
