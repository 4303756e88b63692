package dev.plumbline.report;

import dev.plumbline.diff.Change;
import dev.plumbline.migrate.Pass;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.rehearse.Extrapolation;
import dev.plumbline.rehearse.Finding;
import dev.plumbline.rehearse.Lock;
import dev.plumbline.rehearse.Measured;
import dev.plumbline.rehearse.Outcome;
import dev.plumbline.rehearse.Rehearsed;
import dev.plumbline.risk.LockMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import tools.jackson.core.JsonGenerator;

/** What a rehearsal found, for programs. */
public final class RehearseJson {
    private RehearseJson() {}

    /** A statement, and what it was run for. */
    private record Run(Pass pass, Measured statement) {}

    /**
     * The document, described by {@code docs/schemas/rehearse.schema.json}.
     *
     * @param on where it was rehearsed; empty for a shadow
     */
    public static String document(Outcome outcome, Optional<String> on) {
        return Json.document(json -> {
            Json.optional(json, "on", on);
            Json.optional(json, "serverVersion", Optional.of(outcome.server()).filter(it -> !it.isEmpty()));
            json.writeBooleanProperty("good", outcome.isGood());
            json.writeObjectPropertyStart("window");
            limited(json, outcome.window(), outcome.limits().window(), outcome.breaksWindow());
            json.writeEndObject();
            json.writeObjectPropertyStart("rollback");
            limited(json, outcome.rollback(), outcome.limits().rollback(), outcome.breaksRollback());
            json.writeEndObject();
            longest(
                    json,
                    "longestExclusiveLock",
                    outcome.longest(LockMode::blocksReads),
                    outcome.limits().exclusiveLock(),
                    outcome.breaksExclusiveLock());
            longest(json, "longestLockOnWrites", outcome.longest(LockMode::blocksWrites), Optional.empty(), false);
            Json.objects(json, "migrations", outcome.migrations(), rehearsed -> migration(json, rehearsed));
            Json.objects(json, "notRehearsed", outcome.left(), migration -> {
                json.writeStringProperty("version", migration.version().text());
                json.writeStringProperty("slug", migration.slug());
            });
            Json.objects(json, "filled", outcome.filled(), table -> {
                json.writeStringProperty("table", table.table().toString());
                json.writeNumberProperty("rows", table.rows());
                json.writeNumberProperty("wanted", table.wanted());
                Json.texts(json, "gaps", table.gaps());
            });
            Json.texts(
                    json,
                    "notFilled",
                    outcome.unfilled().stream().map(QualifiedName::toString).toList());
            Optional<Extrapolation> full = Extrapolation.of(outcome);
            if (full.isEmpty()) {
                json.writeNullProperty("withAllRows");
                return;
            }
            json.writeObjectPropertyStart("withAllRows");
            json.writeNumberProperty("windowMs", full.get().window().toMillis());
            json.writeNumberProperty("rollbackMs", full.get().rollback().toMillis());
            json.writeNumberProperty(
                    "longestExclusiveLockMs", full.get().longestExclusiveLock().toMillis());
            json.writeEndObject();
        });
    }

    private static void limited(JsonGenerator json, Duration time, Optional<Duration> limit, boolean broken) {
        json.writeNumberProperty("durationMs", time.toMillis());
        limit(json, limit, broken);
    }

    private static void limit(JsonGenerator json, Optional<Duration> limit, boolean broken) {
        if (limit.isPresent()) {
            json.writeNumberProperty("limitMs", limit.get().toMillis());
        } else {
            json.writeNullProperty("limitMs");
        }
        json.writeBooleanProperty("broken", broken);
    }

    private static void longest(
            JsonGenerator json,
            String name,
            Optional<Outcome.Longest> longest,
            Optional<Duration> limit,
            boolean broken) {
        if (longest.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        lock(json, longest.get().lock());
        json.writeStringProperty("place", longest.get().statement().place());
        limit(json, limit, broken);
        json.writeEndObject();
    }

    private static void migration(JsonGenerator json, Rehearsed rehearsed) {
        json.writeStringProperty(
                "version", rehearsed.round().migration().version().text());
        json.writeStringProperty("slug", rehearsed.round().migration().slug());
        json.writeStringProperty(
                "path", rehearsed.round().migration().up().path().toString());
        json.writeBooleanProperty("repeatable", rehearsed.round().isRepeatable());
        Json.optional(json, "noWayBack", rehearsed.round().noWayBack().filter(_ -> !rehearsed
                .round()
                .isRepeatable()));
        milliseconds(json, "applyMs", rehearsed.applying());
        milliseconds(json, "rollBackMs", rehearsed.rollingBack());
        Json.objects(json, "findings", rehearsed.findings(), finding -> finding(json, finding));
        Json.texts(json, "notBroughtBack", rehearsed.lost());
        List<Run> runs = new ArrayList<>();
        rehearsed.up().forEach(statement -> runs.add(new Run(Pass.APPLY, statement)));
        rehearsed.down().forEach(statement -> runs.add(new Run(Pass.ROLL_BACK, statement)));
        Json.objects(json, "statements", runs, run -> statement(json, run));
    }

    private static void milliseconds(JsonGenerator json, String name, Optional<Duration> time) {
        if (time.isPresent()) {
            json.writeNumberProperty(name, time.get().toMillis());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void finding(JsonGenerator json, Finding finding) {
        switch (finding) {
            case Finding.Failed failed -> {
                json.writeStringProperty("what", "failed");
                json.writeStringProperty("pass", failed.pass().toString());
                json.writeName("problem");
                json.writeStartObject();
                ProblemReport.fields(json, failed.problem());
                json.writeEndObject();
            }
            case Finding.NotRestored it -> {
                json.writeStringProperty("what", "not-restored");
                json.writeStringProperty("pass", Pass.ROLL_BACK.toString());
                changes(json, it.changes());
            }
            case Finding.NotTheSame it -> {
                json.writeStringProperty("what", "not-the-same");
                json.writeStringProperty("pass", Pass.APPLY_AGAIN.toString());
                changes(json, it.changes());
            }
        }
    }

    private static void changes(JsonGenerator json, List<Change> changes) {
        Json.objects(json, "changes", changes, change -> {
            json.writeStringProperty("verb", change.verb());
            json.writeStringProperty("object", change.id().toString());
            json.writeStringProperty("detail", change.detail());
        });
    }

    private static void statement(JsonGenerator json, Run run) {
        Measured statement = run.statement();
        json.writeStringProperty("pass", run.pass().toString());
        json.writeNumberProperty("ordinal", statement.ordinal());
        json.writeStringProperty("place", statement.place());
        json.writeStringProperty("sql", statement.sql());
        json.writeBooleanProperty("transaction", statement.transaction());
        json.writeNumberProperty("durationMs", statement.took().toMillis());
        json.writeNumberProperty("rows", statement.rows());
        json.writeNumberProperty("walBytes", statement.written());
        if (statement.temporary().isPresent()) {
            json.writeNumberProperty("temporaryBytes", statement.temporary().getAsLong());
        } else {
            json.writeNullProperty("temporaryBytes");
        }
        Json.objects(json, "locks", statement.locks(), lock -> lock(json, lock));
        tables(json, "rewrites", statement.rewrites(), statement);
        tables(json, "scans", statement.scans(), statement);
        tables(json, "builds", statement.builds(), statement);
    }

    private static void lock(JsonGenerator json, Lock lock) {
        json.writeStringProperty("relation", lock.relation().toString());
        json.writeStringProperty("mode", lock.mode().toString());
        json.writeStringProperty("blocks", lock.mode().blocks());
        json.writeBooleanProperty("blocksReads", lock.mode().blocksReads());
        json.writeBooleanProperty("blocksWrites", lock.mode().blocksWrites());
        json.writeNumberProperty("heldMs", lock.held().toMillis());
        json.writeNumberProperty("measuringMs", lock.measuring().toMillis());
        json.writeBooleanProperty("atLeast", lock.atLeast());
    }

    private static void tables(JsonGenerator json, String name, SortedSet<QualifiedName> tables, Measured statement) {
        Json.objects(json, name, List.copyOf(tables), table -> {
            json.writeStringProperty("relation", table.toString());
            json.writeNumberProperty("rows", statement.sizes().getOrDefault(table, 0L));
        });
    }
}
