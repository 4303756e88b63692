package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.PublicationChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cuts a plan into migrations. Steps that follow each other share one where they are about one relation or other
 * object, or only about new ones, which nobody uses yet; what goes for a while comes back in the same, whatever is done
 * meanwhile. Else a step that must be alone, that writes rows or that loses data makes one for itself.
 */
public final class Drafts {
    private final List<Step> steps;

    /** What the plan is for; all else makes room for it. */
    private final Set<Change> requested = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The names of what the plan makes, and nothing had. */
    private final Set<QualifiedName> fresh;

    private final IdentityHashMap<Change, Span> spans = new IdentityHashMap<>();

    /** The places of steps after which something is missing that comes back. */
    private final BitSet missing = new BitSet();

    /** From the first to the last step of a change. */
    private static final class Span {
        private final int first;

        /** The first step that follows all that read rows; before it nothing is missing. */
        private int acting;

        private boolean reads;
        private int last;

        Span(int first) {
            this.first = first;
            this.acting = first;
        }

        void add(int place, Step step) {
            if (reads) {
                acting = place;
            }
            reads = step.apart();
            last = place;
        }
    }

    private Drafts(Plan plan) {
        this.steps = plan.steps();
        this.requested.addAll(plan.diff().changes());
        Set<QualifiedName> taken = plan.diff().from().objects().keySet().stream()
                .map(ObjectId::name)
                .collect(Collectors.toUnmodifiableSet());
        this.fresh = plan.diff().changes().stream()
                .filter(Change.Creates.class::isInstance)
                .map(Change::id)
                .filter(id -> id.part().isEmpty() && !taken.contains(id.name()))
                .map(ObjectId::name)
                .collect(Collectors.toUnmodifiableSet());
        for (int place = 0; place < steps.size(); place++) {
            Step step = steps.get(place);
            int first = place;
            spans.computeIfAbsent(step.cause(), _ -> new Span(first)).add(place, step);
        }
        spans.forEach((cause, span) -> {
            if (cause instanceof Change.Alters
                    && (Schedule.isMissed(cause.id()) || cause.id().kind().isType())) {
                missing.set(span.first, span.last);
            } else if (cause instanceof TableChange.Partitioned it && it.moves()) {
                missing.set(span.acting, span.last);
            }
        });
        successions();
    }

    /** A routine is missing until the one is there that takes its place, with other arguments. */
    private void successions() {
        Map<ObjectId, Integer> gone = new HashMap<>();
        for (int place = 0; place < steps.size(); place++) {
            Change cause = steps.get(place).cause();
            if (cause.id().kind().isRoutine()) {
                ObjectId called = Schedule.called(cause.id());
                if (cause instanceof Change.Drops) {
                    gone.putIfAbsent(called, place);
                } else if (cause instanceof Change.Creates && gone.containsKey(called)) {
                    missing.set(gone.remove(called), place);
                }
            }
        }
    }

    /** Cuts a plan. */
    public static List<Draft> of(Plan plan) {
        return new Drafts(plan).cut();
    }

    /** The migration that is being filled. */
    private final class Open {
        private final int begin;
        private final QualifiedName concern;
        private boolean ofOneConcern = true;
        private boolean ofNewOnly = true;

        /** The views and the like that are made again in it. */
        private final Set<QualifiedName> madeAgain = new HashSet<>();

        Open(int begin) {
            this.begin = begin;
            this.concern = concern(steps.get(begin).cause());
            add(begin);
        }

        void add(int place) {
            Step step = steps.get(place);
            ofOneConcern &= concern.equals(concern(step.cause()));
            ofNewOnly &= isNew(step);
            if (isMadeAgain(step.cause())) {
                madeAgain.add(step.cause().id().name());
            }
        }

        /** Whether a step goes on with it. */
        boolean takes(int place) {
            Step before = steps.get(place - 1);
            Step step = steps.get(place);
            if (!before.transaction()
                    || !step.transaction()
                    || step.apart()
                    || before.backfill()
                    || isRenaming(before) != isRenaming(step)
                    || (before.addsLabels() && !step.addsLabels())) {
                return false;
            }
            QualifiedName next = concern(step.cause());
            // What hangs on a view that is made again comes back with it.
            return missing.get(place - 1)
                    || takesThePlace(before, step)
                    || isMadeAgain(step.cause())
                    || madeAgain.contains(next)
                    || (before.destructive() == step.destructive()
                            && ((ofOneConcern && concern.equals(next)) || (ofNewOnly && isNew(step))));
        }
    }

    /** Whether a new partition gets what another has just left: rows for it would go to the default partition meanwhile. */
    private static boolean takesThePlace(Step before, Step step) {
        boolean left = before.cause() instanceof TableChange.Partitioned || isAttached(before);
        return left && isAttached(step);
    }

    private static boolean isAttached(Step step) {
        return step.cause() instanceof TableChange.Created it
                && it.to().partition().isPresent()
                && step.sql().contains(" ATTACH PARTITION ");
    }

    private List<Draft> cut() {
        List<Draft> drafts = new ArrayList<>();
        if (steps.isEmpty()) {
            return drafts;
        }
        Open open = new Open(0);
        for (int place = 1; place < steps.size(); place++) {
            if (open.takes(place)) {
                open.add(place);
            } else {
                drafts.add(draft(open.begin, place));
                open = new Open(place);
            }
        }
        drafts.add(draft(open.begin, steps.size()));
        return drafts;
    }

    private Draft draft(int begin, int end) {
        List<Step> some = steps.subList(begin, end);
        Step subject = Collections.min(some, Comparator.comparingInt(this::remoteness));
        Span span = Objects.requireNonNull(spans.get(subject.cause()));
        boolean whole = span.first >= begin && span.last < end;
        return new Draft(some, Slug.of(some, subject, whole));
    }

    /** What loses data names a migration, then what is not only made again, then what the plan is for. */
    private int remoteness(Step step) {
        if (!requested.contains(step.cause())) {
            return 3;
        }
        if (step.destructive()) {
            return 0;
        }
        return step.cause() instanceof Change.Rebuilds ? 2 : 1;
    }

    private static boolean isMadeAgain(Change cause) {
        return cause instanceof Change.Rebuilds
                && Schedule.isMissed(cause.id())
                && cause.id().part().isEmpty();
    }

    private static boolean isRenaming(Step step) {
        return step.cause() instanceof RenameChange;
    }

    /** The relation that a change is about, or the other object. */
    static QualifiedName concern(Change change) {
        if (change instanceof PublicationChange.Rejoined it) {
            return it.tables().iterator().next();
        }
        return change.before()
                .or(change::after)
                .filter(Index.class::isInstance)
                .map(index -> ((Index) index).table())
                .orElse(change.id().name());
    }

    /** Whether a step keeps nobody from reading and writing what was there, and reads no rows. */
    private boolean isNew(Step step) {
        if (!fresh.contains(concern(step.cause()))) {
            return false;
        }
        return switch (step.cause()) {
            case CommentChange _, PrivilegesChange _ -> true;
            case PublicationChange _ -> false;
            case Change.Creates it -> needs(it.to()).allMatch(fresh::contains) && !reads(it.to());
            default -> false;
        };
    }

    private static boolean reads(SchemaObject object) {
        return object instanceof View view && view.materialized();
    }

    /** The tables and views that making an object locks or reads. */
    private static Stream<QualifiedName> needs(SchemaObject object) {
        return switch (object) {
            case Table it ->
                Stream.concat(it.inherits().stream(), it.partition().map(Table.Partition::parent).stream());
            case Constraint it -> it.references().map(Constraint.Reference::table).stream();
            case Sequence it -> it.ownedBy().map(ObjectId::name).stream();
            case Statistics it -> Stream.of(it.table());
            case Index it -> Stream.of(it.table());
            default -> Stream.empty();
        };
    }
}
