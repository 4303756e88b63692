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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan's migrations among those of a directory with repeatable scripts, as all of it runs on an empty database: every version first,
 * then the repeatables with the text that they have.
 */
public final class WholeHistory {
    /**
     * A repeatable script that must be edited with the plan.
     *
     * @param failures   why its text no longer runs: first of all, and of statements of which it is not known what they make; empty
     *                   where it runs, and makes something else
     * @param objects    what it is to make otherwise
     * @param statements that make these, as they are to be
     * @param gone       what it is to make no longer
     */
    public record Edit(
            String file, List<Problem> failures, List<String> objects, List<String> statements, List<String> gone) {
        public Edit {
            failures = List.copyOf(failures);
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

    /** What is to be edited, by the script's file. */
    private final Map<String, Set<ObjectId>> wrong = new TreeMap<>();

    private final Map<String, List<Problem>> failures = new HashMap<>();

    /** What was made as it is to be for others' sake. */
    private final Set<ObjectId> helped = new TreeSet<>();

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
        for (ReplayScript script : repeatables) {
            run(script, versions, shadow);
        }
        blame(shadow.read(before.source()));
    }

    /** Runs a repeatable. Where it cannot go on, all that it makes is made for it. */
    private void run(ReplayScript script, Replayed versions, Workshop shadow) {
        String file = script.file();
        Mending mending = new Mending(this, file);
        Optional<Problem> end = versions.run(script, mending);
        List<Problem> told = new ArrayList<>(mending.told());
        if (end.isPresent()) {
            told.clear();
            told.add(end.get());
            Set<ObjectId> all = renamed(writtenBy(file).stream()
                    .map(SchemaObject::id)
                    .filter(id -> makers.of(id).filter(file::equals).isPresent())
                    .collect(Collectors.toSet()));
            all.forEach(id -> blame(file, id));
            statements(all).forEach(shadow::attempt);
        }
        mending.objects().forEach(id -> blame(file, id));
        helped.addAll(mending.needs());
        if (!told.isEmpty()) {
            failures.put(file, told);
            wrong.computeIfAbsent(file, _ -> new TreeSet<>());
        }
    }

    private void blame(String file, ObjectId id) {
        wrong.computeIfAbsent(file, _ -> new TreeSet<>()).add(id);
    }

    /** Finds out which script is to be edited for what is not as it should be. */
    private void blame(Schema made) {
        Schema to = comparison.diff().to();
        List<String> others = new ArrayList<>();
        for (Change change : SchemaDiff.of(made, to).changes()) {
            if (change instanceof OtherChange) {
                continue;
            }
            ObjectId id = whole(change);
            Optional<String> file = lastIn(id);
            file.ifPresent(it -> blame(it, id));
            if (file.isEmpty()) {
                others.add(change.verb() + " " + change.id());
            }
        }
        if (!helped.isEmpty()) {
            SchemaDiff.of(before, to).changes().stream()
                    .map(this::whole)
                    .filter(helped::contains)
                    .forEach(id -> file(id).ifPresent(it -> blame(it, id)));
        }
        edits = repeatables.stream()
                .map(ReplayScript::file)
                .filter(wrong::containsKey)
                .map(file -> edit(file, failures.getOrDefault(file, List.of()), wrong.getOrDefault(file, Set.of())))
                .toList();
        astray = others;
    }

    /** What a script makes or changes, before the plan. */
    List<SchemaObject> writtenBy(String file) {
        return before.objects().values().stream()
                .flatMap(object -> Stream.concat(Stream.of(object), object.parts().stream()))
                .filter(object -> makers.of(object.id()).filter(file::equals).isPresent()
                        || object.origin()
                                .place()
                                .filter(place -> place.file().equals(file))
                                .isPresent())
                .toList();
    }

    /** The same objects after the plan; an old name that is left for none stays among them. */
    Set<ObjectId> renamed(Set<ObjectId> old) {
        Schema to = comparison.diff().to();
        Set<ObjectId> renamed = new TreeSet<>();
        for (ObjectId id : old) {
            ObjectId whole = before.object(id).map(this::whole).orElse(id);
            List<ObjectId> now = oldNames.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(whole))
                    .map(Map.Entry::getKey)
                    .toList();
            renamed.addAll(now);
            if (now.isEmpty() || to.object(whole).isEmpty()) {
                renamed.add(whole);
            }
        }
        return renamed;
    }

    /** What makes objects, as they are to be. */
    List<String> statements(Set<ObjectId> objects) {
        return making.stream()
                .filter(step -> objects.contains(whole(step.cause())))
                .map(WholeHistory::repeatable)
                .toList();
    }

    /** All that repeatable scripts make and objects cannot be made without, directly or not. */
    Set<ObjectId> needs(Set<ObjectId> objects) {
        Schema to = comparison.diff().to();
        Set<ObjectId> needs = new TreeSet<>();
        Deque<ObjectId> open = new ArrayDeque<>(objects);
        while (!open.isEmpty()) {
            to.dependencies().getOrDefault(open.pop(), Set.of()).stream()
                    .map(need -> to.object(need).map(this::whole).orElse(need))
                    .filter(need -> file(need).isPresent() && !objects.contains(need) && needs.add(need))
                    .forEach(open::push);
        }
        return needs;
    }

    private Edit edit(String file, List<Problem> why, Set<ObjectId> all) {
        Schema to = comparison.diff().to();
        // A view brings its columns.
        Set<ObjectId> objects = all.stream()
                .filter(id -> id.part().isEmpty()
                        || to.whole(id)
                                .or(() -> before.whole(id))
                                .map(SchemaObject::id)
                                .filter(all::contains)
                                .isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<ObjectId> stay =
                objects.stream().filter(id -> to.object(id).isPresent()).collect(Collectors.toCollection(TreeSet::new));
        List<String> gone = objects.stream()
                .filter(id -> to.object(id).isEmpty())
                .map(ObjectId::toString)
                .toList();
        return new Edit(file, why, stay.stream().map(ObjectId::toString).toList(), statements(stay), gone);
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

    /** {@link #file}, or the script that made or changed an object last where its text is also what a version says. */
    private Optional<String> lastIn(ObjectId id) {
        return file(id).or(() -> before.object(oldNames.getOrDefault(id, id))
                .flatMap(object -> object.origin().place())
                .map(Origin.Place::file)
                .filter(place ->
                        repeatables.stream().anyMatch(script -> script.file().equals(place))));
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
