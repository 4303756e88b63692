package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.plan.Draft;
import dev.plumbline.plan.Drafts;
import dev.plumbline.plan.Form;
import dev.plumbline.plan.LateObjects;
import dev.plumbline.plan.Plan;
import dev.plumbline.plan.Step;
import dev.plumbline.source.replay.Replayed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A plan's migrations among those of a directory with repeatable scripts, as all of it runs on an empty database: every version first,
 * then the repeatables with the text that they have.
 */
public final class WholeHistory {
    /**
     * A repeatable script that must be edited with the plan.
     *
     * @param failure    why its text no longer runs; empty where it runs, and makes something else
     * @param objects    what it is to make otherwise
     * @param statements that make these, as they are to be
     * @param gone       what it is to make no longer
     */
    public record Edit(
            String file, Optional<Problem> failure, List<String> objects, List<String> statements, List<String> gone) {
        public Edit {
            objects = List.copyOf(objects);
            statements = List.copyOf(statements);
            gone = List.copyOf(gone);
        }
    }

    private final Schema before;
    private final Comparison comparison;
    private final List<ReplayScript> repeatables;
    private final Makers makers;

    /** New names of objects that repeatables make, and their old ones. */
    private final Map<ObjectId, ObjectId> oldNames = new HashMap<>();

    private final List<Step> making;
    private List<Draft> drafts;
    private List<Edit> edits = List.of();
    private List<String> astray = List.of();
    private Optional<ProblemException> refusal = Optional.empty();

    private WholeHistory(Comparison comparison, Schema before, List<ReplayScript> repeatables, Makers makers) {
        this.comparison = comparison;
        this.before = before;
        this.makers = makers;
        this.repeatables = repeatables;
        this.drafts = Drafts.of(comparison.plan());
        Schema to = comparison.diff().to();
        this.making = repeatables.isEmpty()
                ? List.of()
                : Plan.of(SchemaDiff.of(Schema.ofNewDatabase(to.source(), to.serverMajor()), to), Form.PLAIN)
                        .steps();
        for (Change change : comparison.diff().changes()) {
            if (change instanceof RenameChange.Renamed it) {
                oldNames.put(it.to().id(), it.from().id());
            }
        }
    }

    /** Of a directory without repeatable scripts, where what was tried once holds everywhere. */
    public static WholeHistory without(Comparison comparison) {
        return new WholeHistory(comparison, comparison.diff().from(), List.of(), Makers.NONE);
    }

    /**
     * Tries it.
     *
     * @param before      what the directory leads to, with the origins of its objects
     * @param versions    gives shadows that hold what its versions make, to write to
     * @param repeatables its repeatable scripts, in the order they run
     */
    public static WholeHistory of(
            Comparison comparison,
            Schema before,
            Supplier<Replayed> versions,
            String ledgerSchema,
            List<ReplayScript> repeatables) {
        WholeHistory history =
                new WholeHistory(comparison, before, repeatables, new Makers(versions, ledgerSchema, repeatables));
        Replayed replayed = versions.get();
        try (Workshop shadow = Workshop.over(replayed, ledgerSchema)) {
            history.run(shadow, replayed);
        }
        return history;
    }

    /** The plan's migrations, so written that they run in use and from nothing. */
    public List<Draft> drafts() {
        return drafts;
    }

    /** The repeatable scripts that must be edited, in the order they run. */
    public List<Edit> edits() {
        return edits;
    }

    /** What would still not be as it should, with no repeatable script to blame. */
    public List<String> astray() {
        return astray;
    }

    /**
     * Refuses a plan that does not run from nothing, whatever the repeatables say.
     *
     * @throws ProblemException {@code replay-failed}
     */
    public void refuse() {
        refusal.ifPresent(it -> {
            throw it;
        });
    }

    private void run(Workshop shadow, Replayed versions) {
        Schema to = comparison.diff().to();
        drafts = new LateObjects(shadow.read(before.source()), before, to).passing(drafts);
        shadow.makeRoles(to);
        try {
            drafts.forEach(shadow::run);
        } catch (ProblemException e) {
            refusal = Optional.of(refused(e));
            return;
        }
        Map<String, Problem> failures = failures(shadow, versions);
        blame(shadow.read(before.source()), failures);
    }

    /** Runs the repeatables; what the text of one that fails was to make is made for it, since those after it may need that. */
    private Map<String, Problem> failures(Workshop shadow, Replayed versions) {
        Map<String, Problem> failures = new LinkedHashMap<>();
        for (ReplayScript script : repeatables) {
            versions.run(script).ifPresent(problem -> {
                failures.put(script.file(), problem);
                making(script.file()).forEach(shadow::attempt);
            });
        }
        return failures;
    }

    /** Finds out which script is to be edited for what is not as it should be. */
    private void blame(Schema made, Map<String, Problem> failures) {
        Schema to = comparison.diff().to();
        Map<String, Set<ObjectId>> wrong = new TreeMap<>();
        failures.keySet().forEach(file -> wrong.put(file, new TreeSet<>()));
        List<String> others = new ArrayList<>();
        for (Change change : SchemaDiff.of(made, to).changes()) {
            if (change instanceof OtherChange) {
                continue;
            }
            ObjectId id = whole(change);
            Optional<String> file = file(id);
            file.ifPresent(it -> wrong.computeIfAbsent(it, _ -> new TreeSet<>()).add(id));
            if (file.isEmpty()) {
                others.add(change.verb() + " " + change.id());
            }
        }
        if (!failures.isEmpty()) {
            // Nothing is left of these, which were made for their scripts.
            for (Change change : SchemaDiff.of(before, to).changes()) {
                ObjectId id = whole(change);
                file(id).filter(failures::containsKey)
                        .ifPresent(it -> Objects.requireNonNull(wrong.get(it)).add(id));
            }
            failures.forEach((file, problem) -> failed(file, problem)
                    .ifPresent(id -> Objects.requireNonNull(wrong.get(file)).add(id)));
        }
        edits = repeatables.stream()
                .map(ReplayScript::file)
                .filter(wrong::containsKey)
                .map(file -> edit(file, Optional.ofNullable(failures.get(file)), wrong.getOrDefault(file, Set.of())))
                .toList();
        astray = others;
    }

    private Edit edit(String file, Optional<Problem> failure, Set<ObjectId> objects) {
        Schema to = comparison.diff().to();
        List<ObjectId> stay =
                objects.stream().filter(id -> to.object(id).isPresent()).toList();
        List<String> gone = objects.stream()
                .filter(id -> to.object(id).isEmpty())
                .map(ObjectId::toString)
                .toList();
        List<String> statements = making.stream()
                .filter(step -> stay.contains(whole(step.cause())))
                .map(WholeHistory::repeatable)
                .toList();
        return new Edit(file, failure, stay.stream().map(ObjectId::toString).toList(), statements, gone);
    }

    private List<String> making(String file) {
        return making.stream()
                .filter(step -> file(whole(step.cause())).filter(file::equals).isPresent())
                .map(WholeHistory::repeatable)
                .toList();
    }

    /** As a script says it that is run again over what it has made. */
    private static String repeatable(Step step) {
        return step.sql().replaceFirst("\\ACREATE (?=VIEW |TRIGGER )", "CREATE OR REPLACE ");
    }

    /** What is made or goes as one: an index and what hangs on a view with it, but a trigger of a table by itself. */
    private ObjectId whole(Change change) {
        return change.after().or(change::before).map(this::whole).orElseGet(change::id);
    }

    private ObjectId whole(SchemaObject object) {
        ObjectId id = object.id();
        ObjectId whole = object instanceof Index index
                ? ObjectId.of(ObjectKind.MATERIALIZED_VIEW, index.table())
                : comparison
                        .diff()
                        .to()
                        .whole(id)
                        .or(() -> before.whole(id))
                        .map(SchemaObject::id)
                        .orElse(id);
        return file(whole).isPresent() ? whole : id;
    }

    /** The repeatable script that makes an object. */
    private Optional<String> file(ObjectId id) {
        return makers.of(oldNames.getOrDefault(id, id));
    }

    private Optional<Origin.Place> place(ObjectId id) {
        ObjectId old = oldNames.getOrDefault(id, id);
        return before.object(old).map(SchemaObject::origin).flatMap(Origin::place);
    }

    /** What the statement made that failed. */
    private Optional<ObjectId> failed(String file, Problem problem) {
        int line = problem.at().stream()
                .filter(at -> at.startsWith(file + ":"))
                .map(at -> at.substring(file.length() + 1).split(":", -1)[0])
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
        Optional<ObjectId> last = Optional.empty();
        int latest = 0;
        for (SchemaObject.Whole object : comparison.diff().to().objects().values()) {
            Optional<Origin.Place> place = place(object.id());
            if (place.isPresent()
                    && place.get().file().equals(file)
                    && place.get().line() <= line
                    && place.get().line() > latest) {
                latest = place.get().line();
                last = Optional.of(object.id());
            }
        }
        return last;
    }

    private static ProblemException refused(ProblemException e) {
        Problem problem = e.problem();
        return Problem.of(
                        ProblemId.REPLAY_FAILED,
                        "the plan runs on a database in use, and not on an empty one, where repeatable scripts run"
                                + " after all versions: "
                                + problem.what().replaceFirst("\\Athe plan could not be tried on the shadow: ", ""))
                .excerpt(problem.excerpt())
                .state("nothing was written")
                .remedy(
                        "what a version needs, a version must make: move it out of the repeatable script, with plumb new,"
                                + " and plan again",
                        "or leave what needs it to a repeatable script")
                .exception(e);
    }

    /** What is left of a proposal of these {@link #drafts} when the edits have done the rest. */
    public Proposal needed(Proposal proposal) {
        Set<String> edited = new TreeSet<>();
        edits.forEach(edit -> edited.add(edit.file()));
        List<Proposal.Migration> needed = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            if (!drafts.get(i).steps().stream().allMatch(step -> isLeft(step, edited))) {
                needed.add(proposal.migrations().get(i));
            }
        }
        return new Proposal(needed);
    }

    /** Whether an edited script does what a step does, and nobody waits for it. */
    private boolean isLeft(Step step, Set<String> edited) {
        Schema to = comparison.diff().to();
        if (!step.sql().startsWith("CREATE OR REPLACE ") && !step.sql().startsWith("DO $plumb")) {
            return false;
        }
        ObjectId id = whole(step.cause());
        boolean waitedFor = to.dependencies().entrySet().stream()
                .anyMatch(entry -> entry.getValue().stream().anyMatch(need -> isOf(need, id))
                        && to.object(entry.getKey())
                                .map(this::whole)
                                .flatMap(this::file)
                                .isEmpty());
        Set<ObjectId> needs = to.dependencies().getOrDefault(id, Set.of());
        boolean letsGo =
                before.dependencies().getOrDefault(id, Set.of()).stream().anyMatch(need -> !needs.contains(need));
        return !waitedFor && !letsGo && file(id).filter(edited::contains).isPresent();
    }

    private static boolean isOf(ObjectId id, ObjectId whole) {
        return id.equals(whole)
                || (!id.part().isEmpty() && whole.part().isEmpty() && id.name().equals(whole.name()));
    }
}
