package dev.plumbline.rehearse;

import dev.plumbline.Lazy;
import dev.plumbline.Nearest;
import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.Question;
import dev.plumbline.diff.Rename;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Origin;
import dev.plumbline.model.OtherObject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two schemas held against each other. Planning takes a while for large ones: each way is planned when it is asked for. */
public final class Comparison {
    private final SchemaDiff diff;
    private final Lazy<Plan> plan;
    private final Lazy<Plan> back;
    private final List<Question> questions;
    private final Map<Change, Origin> origins;

    private Comparison(
            SchemaDiff diff, Lazy<Plan> plan, Lazy<Plan> back, List<Question> questions, Map<Change, Origin> origins) {
        this.diff = diff;
        this.plan = plan;
        this.back = back;
        this.questions = List.copyOf(questions);
        this.origins = Map.copyOf(origins);
    }

    /** What leads from one to the other. */
    public SchemaDiff diff() {
        return diff;
    }

    /** The steps that do. */
    public Plan plan() {
        return plan.get();
    }

    /** The steps that lead back. */
    public Plan back() {
        return back.get();
    }

    /** What may be the same under another name. */
    public List<Question> questions() {
        return questions;
    }

    /** Where the object of a change was read on the side that the diff comes from; empty for one that is made. */
    public Optional<Origin> fromOrigin(Change change) {
        return Optional.ofNullable(origins.get(change))
                .or(change::fromOrigin)
                // Other comments and rights know nothing of the object as it was.
                .or(() -> diff.from().object(change.id()).map(SchemaObject::origin));
    }

    /**
     * What the user says is the same: the name it has, and the one it gets; either as {@code table}, {@code table.column} or with
     * the schema, in double quotes where a name holds a dot or the like.
     */
    public record Answer(String from, String to) {
        /**
         * Reads {@code old=new}.
         *
         * @throws ProblemException {@code usage}
         */
        public static Answer parse(String text) {
            int at = AnswerText.separator(text);
            if (at < 1 || at == text.length() - 1) {
                throw Problem.of(ProblemId.USAGE, "--rename takes OLD=NEW, not \"" + text + "\"")
                        .remedy("--rename users=people", "or for a column: --rename users.mail=users.email")
                        .exception();
            }
            return new Answer(
                    text.substring(0, at).strip(), text.substring(at + 1).strip());
        }

        private String option() {
            return "--rename " + Shell.word(from + "=" + to);
        }
    }

    /** What is lost on the way, such as {@code the rows of table public.old}. */
    public List<String> lost() {
        return plan().steps().stream()
                .filter(Step::destructive)
                .flatMap(step -> step.cause().lost().stream())
                .distinct()
                .toList();
    }

    /** Whether nothing differs, of all that is compared. */
    public boolean isEmpty() {
        return diff.isEmpty();
    }

    /** What is on one side only and gets no statement, such as {@code operator public.===(integer,integer)}. */
    public List<String> byHand() {
        return diff.changes().stream()
                .filter(OtherChange.class::isInstance)
                .map(OtherChange.class::cast)
                .map(change -> change.object().id().toString())
                .toList();
    }

    /** What is on both sides, and whose definitions nobody has compared. */
    public List<String> notCompared() {
        return diff.from().objects().values().stream()
                .filter(OtherObject.class::isInstance)
                .map(OtherObject.class::cast)
                .filter(object -> diff.to().objects().containsKey(object.id()))
                .map(object -> object.id().toString())
                .toList();
    }

    /** Compares without any answer. */
    public static Comparison of(Schema from, Schema to, Form form) {
        SchemaDiff diff = SchemaDiff.of(from, to);
        return new Comparison(
                diff,
                new Lazy<>(() -> Plan.of(diff, form)),
                new Lazy<>(() -> Plan.of(SchemaDiff.of(to, from), form)),
                diff.questions(),
                Map.of());
    }

    /**
     * Compares with the user's answers: each is carried out on a shadow, for PostgreSQL knows what else a new name changes. Tables
     * come first; their columns can be named below the old name, too.
     *
     * @param shadow holds {@code from}
     * @throws ProblemException {@code rename-unknown} where nothing is dropped or made under such a name, or another answer is
     *     about it already
     */
    public static Comparison of(Schema from, Schema to, Form form, List<Answer> answers, Workshop shadow) {
        Schema renamed = from;
        OldNames oldNames = new OldNames(from);
        List<Change> changes = new ArrayList<>();
        Map<Change, Origin> origins = new HashMap<>();
        List<Step> there = new ArrayList<>();
        List<Step> back = new ArrayList<>();
        List<Answered> done = new ArrayList<>();
        for (Answer answer : tablesFirst(answers, SchemaDiff.of(from, to))) {
            SchemaDiff left = SchemaDiff.of(renamed, to);
            Rename rename = resolve(answer, left, done);
            done.add(new Answered(answer, rename));
            List<Step> steps = Plan.renaming(left, rename);
            shadow.run(steps);
            Change change = new RenameChange.Renamed(rename.from(), rename.to());
            changes.add(change);
            oldNames.origin(change.id()).ifPresent(origin -> origins.put(change, origin));
            oldNames.add(rename);
            there.addAll(steps);
            back.addAll(0, Plan.renaming(left.reversed(), new Rename(rename.to(), rename.from())));
            renamed = shadow.read(from.source());
        }
        SchemaDiff rest = SchemaDiff.of(renamed, to);
        for (Change change : rest.changes()) {
            changes.add(change);
            oldNames.origin(change.id()).ifPresent(origin -> origins.put(change, origin));
        }
        return new Comparison(
                new SchemaDiff(from, to, changes),
                new Lazy<>(() -> Plan.of(rest, form).after(there)),
                new Lazy<>(() -> Plan.of(rest.reversed(), form).before(back)),
                rest.questions(),
                origins);
    }

    /** An answer that was carried out. */
    private record Answered(Answer answer, Rename rename) {}

    private static List<Answer> tablesFirst(List<Answer> answers, SchemaDiff diff) {
        List<SchemaObject> gone = gone(diff);
        Map<Boolean, List<Answer>> byTable = answers.stream()
                .distinct()
                .collect(Collectors.partitioningBy((Answer answer) -> gone.stream()
                        .anyMatch(it -> it.id().part().isEmpty() && isNamed(it.id(), answer.from(), List.of()))));
        return Stream.of(true, false)
                .flatMap((Boolean table) -> byTable.getOrDefault(table, List.of()).stream())
                .toList();
    }

    private static List<SchemaObject> gone(SchemaDiff diff) {
        return renamable(diff, change -> change instanceof Change.Drops ? change.before() : Optional.empty());
    }

    private static Rename resolve(Answer answer, SchemaDiff diff, List<Answered> done) {
        List<SchemaObject> gone = gone(diff);
        List<SchemaObject> come =
                renamable(diff, change -> change instanceof Change.Creates ? change.after() : Optional.empty());
        if (gone.stream().noneMatch(it -> isNamed(it.id(), answer.from(), done))) {
            refuseSecond(answer, answer.from(), done, (Rename rename) -> rename.from(), "has another name");
        }
        SchemaObject from = named(answer.from(), gone, "dropped", answer, done);
        List<SchemaObject> candidates = come.stream()
                .filter(it -> it.id().kind() == from.id().kind())
                .filter(it -> it.id().part().isEmpty()
                        || it.id().name().equals(from.id().name()))
                .toList();
        if (candidates.stream().noneMatch(it -> isNamed(it.id(), answer.to(), done))) {
            refuseSecond(answer, answer.to(), done, (Rename rename) -> rename.to(), "is the new name of another");
        }
        return new Rename(from, named(answer.to(), candidates, "made", answer, done));
    }

    private static void refuseSecond(
            Answer answer, String name, List<Answered> done, Function<Rename, SchemaObject> side, String what) {
        for (Answered first : done) {
            if (isNamed(side.apply(first.rename()).id(), name, done)) {
                throw Problem.of(
                                ProblemId.RENAME_UNKNOWN,
                                answer.option() + ": " + name + " " + what + " already by "
                                        + first.answer().option())
                        .state("nothing was changed")
                        .remedy("leave one of the two out")
                        .exception();
            }
        }
    }

    private static List<SchemaObject> renamable(SchemaDiff diff, Function<Change, Optional<SchemaObject>> side) {
        return diff.changes().stream()
                .flatMap(change -> side.apply(change).stream())
                .filter(it -> isRenamable(it.id().kind()))
                .toList();
    }

    private static boolean isRenamable(ObjectKind kind) {
        return switch (kind) {
            case TABLE, COLUMN, VIEW, MATERIALIZED_VIEW, SEQUENCE, ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE -> true;
            default -> false;
        };
    }

    private static SchemaObject named(
            String name, List<SchemaObject> objects, String what, Answer answer, List<Answered> done) {
        List<SchemaObject> found =
                objects.stream().filter(it -> isNamed(it.id(), name, done)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> all =
                objects.stream().map(it -> shortest(it.id())).sorted().toList();
        String option = answer.option();
        Problem problem = found.isEmpty()
                ? Problem.of(ProblemId.RENAME_UNKNOWN, option + ": nothing called " + name + " is " + what)
                : Problem.of(
                        ProblemId.RENAME_UNKNOWN,
                        option + ": " + found.size() + " objects called " + name + " are " + what);
        List<String> remedies = new ArrayList<>();
        Nearest.of(name, Set.copyOf(all)).ifPresent(near -> remedies.add("did you mean " + near + "?"));
        remedies.add(
                found.isEmpty()
                        ? all.isEmpty()
                                ? "leave --rename out: nothing is " + what
                                : what + " are: " + String.join(", ", all)
                        : "write it with its schema or table: "
                                + String.join(
                                        ", ",
                                        found.stream()
                                                .map(it -> longest(it.id()))
                                                .toList()));
        throw problem.state("nothing was changed")
                .remedy(remedies.toArray(String[]::new))
                .exception();
    }

    /** What {@code --rename} takes, to answer that the one is the other. */
    public static String rename(ObjectId from, ObjectId to) {
        return shortest(from) + "=" + shortest(to);
    }

    /** As {@code --rename} takes it, short where it can be. */
    private static String shortest(ObjectId id) {
        return id.name().schema().equals("public")
                ? AnswerText.of(parts(id, id.name().name()))
                : longest(id);
    }

    private static String longest(ObjectId id) {
        return AnswerText.of(parts(id, id.name().schema(), id.name().name()));
    }

    private static List<String> parts(ObjectId id, String... relation) {
        return Stream.concat(Stream.of(relation), Stream.of(id.part()).filter(part -> !part.isEmpty()))
                .toList();
    }

    /** A column of a table with a new name is named below the old one, too. */
    private static boolean isNamed(ObjectId id, String text, List<Answered> done) {
        Stream<QualifiedName> before = done.stream()
                .map(Answered::rename)
                .filter(rename -> !id.part().isEmpty()
                        && rename.to().id().part().isEmpty()
                        && rename.to().id().name().equals(id.name()))
                .map(rename -> rename.from().id().name());
        return (!id.part().isEmpty() && AnswerText.means(text, List.of(id.part())))
                || Stream.concat(Stream.of(id.name()), before)
                        .anyMatch(name -> AnswerText.means(text, parts(id, name.name()))
                                || AnswerText.means(text, parts(id, name.schema(), name.name())));
    }
}
