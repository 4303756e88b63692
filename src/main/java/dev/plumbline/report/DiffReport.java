package dev.plumbline.report;

import dev.plumbline.Shell;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.Question;
import dev.plumbline.diff.Rename;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.BlastRadius;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import dev.plumbline.plan.Undo;
import dev.plumbline.rehearse.Comparison;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** What leads from one schema to another. */
public final class DiffReport {
    /** Which way is shown. */
    public enum Way {
        THERE,
        BACK
    }

    /** A detail of up to so many characters stands beside its object; a longer one below. */
    private static final int BRIEF = 40;

    /** So many objects that are not compared are named. */
    private static final int SHOWN = 5;

    private DiffReport() {}

    /** For people: the changes, then the statements. */
    public static String text(Comparison comparison, Way way, List<Optional<BlastRadius>> radii) {
        Schema from = comparison.diff().from();
        Schema to = comparison.diff().to();
        StringBuilder text = new StringBuilder();
        text.append("From  ").append(name(from)).append('\n');
        text.append("To    ").append(name(to)).append("\n\n");
        List<Change> changes = comparison.diff().changes();
        if (changes.isEmpty()) {
            return text.append("no difference\n")
                    .append(notCompared(comparison))
                    .toString();
        }
        Columns columns = new Columns();
        for (Change change : changes) {
            boolean brief = change.detail().length() <= BRIEF;
            columns.row(
                    (change.destructive() ? "! " : "  ") + change.verb(),
                    Printable.line(change.id() + (brief ? "  " + change.detail() : "")),
                    place(comparison, change).orElse(""));
            if (!brief) {
                columns.remark(Printable.line(change.detail()));
            }
        }
        text.append(columns.text()).append('\n').append(counts(changes)).append('\n');
        if (!comparison.byHand().isEmpty()) {
            text.append("what is to be done by hand is of a kind for which no statement is planned\n");
        }
        text.append(notCompared(comparison));
        Plan plan = way == Way.THERE ? comparison.plan() : comparison.back();
        if (way == Way.BACK) {
            text.append("\nThe way back");
            lost(comparison)
                    .forEach(lost -> text.append("\n  does not bring back ").append(lost));
            text.append('\n');
        }
        text.append('\n');
        for (int i = 0; i < plan.steps().size(); i++) {
            text.append(statement(plan.steps().get(i), radii.get(i)));
        }
        comparison.questions().forEach(question -> text.append('\n').append(question(question)));
        return text.toString();
    }

    private static String name(Schema schema) {
        return Printable.line(schema.source()) + " (PostgreSQL " + schema.serverMajor() + ")";
    }

    /** Silence would be taken for equality. */
    private static String notCompared(Comparison comparison) {
        List<String> objects = comparison.notCompared();
        if (objects.isEmpty()) {
            return "";
        }
        int more = objects.size() - SHOWN;
        return Printable.line("not compared, but for being on both sides: "
                        + String.join(", ", objects.subList(0, Math.min(SHOWN, objects.size())))
                        + (more > 0 ? ", and " + more + " more" : ""))
                + "\n";
    }

    private static Optional<String> place(Comparison comparison, Change change) {
        return change.toOrigin()
                .flatMap(Origin::place)
                .or(() -> comparison.fromOrigin(change).flatMap(Origin::place))
                .map(place -> Printable.line(place.toString()));
    }

    private static String counts(List<Change> changes) {
        long lossy = changes.stream().filter(Change::destructive).count();
        return changes.size()
                + (changes.size() == 1 ? " change" : " changes")
                + (lossy == 0 ? "" : ", of which " + lossy + (lossy == 1 ? " loses" : " lose") + " data (!)");
    }

    /** What goes on the way there and does not come back. */
    private static List<String> lost(Comparison comparison) {
        return comparison.diff().changes().stream()
                .flatMap(change -> change.lost().stream())
                .map(Printable::line)
                .distinct()
                .toList();
    }

    private static String statement(Step step, Optional<BlastRadius> radius) {
        StringBuilder text = new StringBuilder(loses(step));
        radius.flatMap(EffectText::line)
                .ifPresent(
                        line -> text.append("-- ").append(Printable.line(line)).append('\n'));
        if (!step.transaction()) {
            text.append("-- in no transaction\n");
        }
        if (step.backfill()) {
            text.append("-- writes every row: in chunks where there are many\n");
        }
        return text.append(Printable.block(step.sql() + ";", "")).toString();
    }

    /** For people; it says which option answers it. */
    public static String question(Question question) {
        ObjectId from = question.from().id();
        if (question.candidates().size() == 1) {
            ObjectId to = question.candidates().getFirst().id();
            return "question: " + Printable.line(from + " goes, and " + to + " of the same shape comes")
                    + "\n  if it is the same under another name: --rename " + Shell.word(Comparison.rename(from, to))
                    + "\n";
        }
        StringBuilder text = new StringBuilder("question: ")
                .append(Printable.line(from + " goes, and several of the same shape come"))
                .append("\n  if it is one of them under another name, say which:\n");
        question.candidates().forEach(to -> text.append("    --rename ")
                .append(Shell.word(Comparison.rename(from, to.id())))
                .append('\n'));
        if (question.others() > 0) {
            text.append("    and ").append(question.others()).append(" more\n");
        }
        return text.toString();
    }

    /** Statements that {@code psql} can run, and as comments what they lose and what is not among them. */
    public static String sql(Comparison comparison, Way way) {
        Plan plan = way == Way.THERE ? comparison.plan() : comparison.back();
        Stream<String> byHand = comparison.byHand().stream()
                .map(object -> "-- not planned, write its statement by hand: " + Printable.line(object) + "\n");
        return Stream.concat(byHand, plan.steps().stream().map(step -> loses(step) + step.sql() + ";\n"))
                .collect(Collectors.joining());
    }

    private static String loses(Step step) {
        return step.cause()
                .lost()
                .filter(_ -> step.destructive())
                .map(lost -> "-- loses " + Printable.line(lost) + "\n")
                .orElse("");
    }

    /** As a JSON document, described by {@code docs/schemas/diff.schema.json}. */
    public static String json(Comparison comparison, Way way, List<Optional<BlastRadius>> radii) {
        boolean there = way == Way.THERE;
        Plan plan = there ? comparison.plan() : comparison.back();
        Plan back = there ? comparison.back() : comparison.plan();
        return Json.document(json -> {
            schema(json, "from", comparison.diff().from());
            schema(json, "to", comparison.diff().to());
            Json.objects(json, "changes", comparison.diff().changes(), change -> {
                json.writeStringProperty("verb", change.verb());
                json.writeStringProperty("kind", kind(change));
                json.writeStringProperty("object", change.id().name() + part(change));
                json.writeStringProperty("detail", change.detail());
                Json.optional(json, "loses", change.lost());
                Json.optional(json, "from", comparison.fromOrigin(change).map(Origin::toString));
                Json.optional(json, "to", change.toOrigin().map(Origin::toString));
            });
            Json.texts(json, "notCompared", comparison.notCompared());
            json.writeStringProperty("direction", there ? "there" : "back");
            Iterator<Optional<BlastRadius>> predicted = radii.iterator();
            Json.objects(json, "steps", plan.steps(), step -> {
                step(json, step, plan.undo(step, back));
                EffectText.json(json, predicted.next());
            });
            Json.objects(
                    json,
                    "questions",
                    comparison.questions().stream()
                            .flatMap(question -> question.candidates().stream()
                                    .map(candidate -> new Rename(question.from(), candidate)))
                            .toList(),
                    rename -> {
                        ObjectId from = rename.from().id();
                        ObjectId to = rename.to().id();
                        json.writeStringProperty("from", from.toString());
                        json.writeStringProperty("to", to.toString());
                        json.writeStringProperty("rename", Comparison.rename(from, to));
                    });
        });
    }

    private static String kind(Change change) {
        return change instanceof OtherChange other
                ? other.object().type()
                : change.id().kind().toString();
    }

    private static String part(Change change) {
        return change instanceof OtherChange || change.id().part().isEmpty()
                ? ""
                : "." + change.id().part();
    }

    private static void schema(JsonGenerator json, String name, Schema schema) {
        json.writeName(name);
        json.writeStartObject();
        json.writeStringProperty("source", schema.source());
        json.writeNumberProperty("serverMajor", schema.serverMajor());
        json.writeEndObject();
    }

    private static void step(JsonGenerator json, Step step, Undo undo) {
        json.writeStringProperty("sql", step.sql());
        json.writeStringProperty("object", step.cause().id().toString());
        json.writeBooleanProperty("transaction", step.transaction());
        json.writeBooleanProperty("destructive", step.destructive());
        json.writeBooleanProperty("backfill", step.backfill());
        json.writeNumberProperty("lockTimeoutMs", step.timeouts().lock().toMillis());
        json.writeNumberProperty(
                "statementTimeoutMs", step.timeouts().statement().toMillis());
        Json.texts(json, "reverse", undo.sql());
        Json.optional(json, "notReversed", undo.lost());
    }
}
