package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.sql.Identifiers;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Objects that a database in use has before a plan runs on it, and an empty one, where the plan is a part of a history that is run from
 * its beginning, only afterwards: Flyway runs all repeatable scripts after all versions. What a plan does to them must pass over
 * what is not there.
 */
public final class LateObjects {
    private static final Pattern DROP =
            Pattern.compile("DROP (?:(?:EVENT|MATERIALIZED) )?[A-Z]+(?: CONCURRENTLY)? (?!IF EXISTS)");
    private static final Pattern ALTER =
            Pattern.compile("ALTER (?:TABLE|VIEW|MATERIALIZED VIEW|INDEX|SEQUENCE) (?!IF EXISTS)");

    private static final Pattern INDEX = Pattern.compile("(CREATE (?:UNIQUE )?INDEX )CONCURRENTLY ");

    private static final List<ObjectKind> RELATIONS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.SEQUENCE);

    private final Schema early;
    private final Schema all;
    private final Schema to;

    /** What is late and there when a step runs, for the plan made it. */
    private final Set<ObjectId> made = new HashSet<>();

    /**
     * Those of a history.
     *
     * @param early what is there without the late scripts
     * @param all   what is there with them: what the plan begins with on a database in use
     * @param to    where the plan leads
     */
    public LateObjects(Schema early, Schema all, Schema to) {
        this.early = early;
        this.all = all;
        this.to = to;
    }

    /** The same migrations, so written that they run whether or not the late objects are there. */
    public List<Draft> passing(List<Draft> drafts) {
        made.clear();
        return drafts.stream()
                .map(draft ->
                        new Draft(draft.steps().stream().map(this::passing).toList(), draft.slug()))
                .toList();
    }

    private Step passing(Step step) {
        ObjectId id = step.cause().id();
        String sql = step.sql();
        if (sql.startsWith("CREATE ")) {
            Set<ObjectId> needs = needs(step.cause());
            if (isLate(id)) {
                made.add(id);
            }
            return guarded(step, needs);
        }
        if (!isLate(id)) {
            return ground(step.cause())
                    .filter(it -> isLate(it) && !made.contains(it))
                    .map(it -> guarded(step, Set.of(it)))
                    .orElse(step);
        }
        if (sql.startsWith("DROP ")) {
            made.remove(id);
            return conditional(step, DROP);
        }
        if (made.contains(id)) {
            return step;
        }
        return ALTER.matcher(sql).lookingAt() ? conditional(step, ALTER) : guarded(step, Set.of(id));
    }

    private boolean isLate(ObjectId id) {
        return all.object(id).isPresent() && early.object(id).isEmpty();
    }

    /** The whole that a change is about, or hangs on; empty where the change makes it. */
    private Optional<ObjectId> ground(Change change) {
        Optional<SchemaObject> object = change.before().or(change::after);
        if (object.orElse(null) instanceof Index index) {
            return RELATIONS.stream()
                    .map(kind -> ObjectId.of(kind, index.table()))
                    .filter(id -> all.find(id).isPresent())
                    .findFirst();
        }
        return all.whole(change.id()).map(SchemaObject::id);
    }

    /** What is late that an object cannot be made without, and the plan has not made before. */
    private Set<ObjectId> needs(Change change) {
        Set<ObjectId> needs = new TreeSet<>();
        Stream<ObjectId> direct = change.after().map(it -> to.dependencies().getOrDefault(it.id(), Set.of())).stream()
                .flatMap(Collection::stream);
        Stream.concat(direct, ground(change).stream())
                .map(id -> to.whole(id).map(SchemaObject::id).orElse(id))
                .filter(id -> !id.equals(change.id()) && isLate(id) && !made.contains(id))
                .forEach(needs::add);
        return needs;
    }

    private static Step conditional(Step step, Pattern head) {
        Matcher matcher = head.matcher(step.sql());
        return matcher.lookingAt()
                ? with(step, matcher.group() + "IF EXISTS " + step.sql().substring(matcher.end()))
                : step;
    }

    /** Runs a statement only where all that it needs is there. */
    private Step guarded(Step alone, Set<ObjectId> needs) {
        Step step = needs.stream().allMatch(id -> id.kind() == ObjectKind.MATERIALIZED_VIEW) ? together(alone) : alone;
        List<String> conditions = needs.stream()
                .flatMap(id -> all.object(id).flatMap(LateObjects::isThere).stream())
                .toList();
        // No block has a statement that must be alone.
        if (conditions.isEmpty() || conditions.size() < needs.size() || !step.transaction()) {
            return alone;
        }
        String tag = "$plumb$";
        for (int i = 2; step.sql().contains(tag); i++) {
            tag = "$plumb" + i + "$";
        }
        return with(
                step,
                "DO " + tag + "\nBEGIN\n    IF " + String.join(" AND ", conditions) + " THEN\n" + step.sql()
                        + ";\n    END IF;\nEND\n" + tag);
    }

    /** While the index of a materialized view is built, only its REFRESH waits. */
    private static Step together(Step step) {
        Matcher matcher = INDEX.matcher(step.sql());
        return matcher.lookingAt()
                ? Step.of(matcher.group(1) + step.sql().substring(matcher.end()), step.cause())
                : step;
    }

    private static Optional<String> isThere(SchemaObject object) {
        if (RELATIONS.contains(object.id().kind())) {
            return Optional.of("to_regclass("
                    + Identifiers.quoteLiteral(Names.sql(object.id().name())) + ") IS NOT NULL");
        }
        return object instanceof Routine routine
                ? Optional.of("to_regprocedure("
                        + Identifiers.quoteLiteral(Identifiers.qualified(routine.schema(), routine.name()) + "("
                                + routine.signature() + ")")
                        + ") IS NOT NULL")
                : Optional.empty();
    }

    private static Step with(Step step, String sql) {
        return new Step(sql, step.cause(), step.transaction(), step.apart(), step.destructive(), step.backfill());
    }
}
