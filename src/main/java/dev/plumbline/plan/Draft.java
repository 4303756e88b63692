package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.PublicationChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of one concern, which make one migration: those that follow each other and are about one relation or other object. A
 * step that must be alone, that writes rows or that loses data makes one for itself.
 */
public record Draft(List<Step> steps) {
    /** Words of a name; what is longer says no more. */
    private static final int LONGEST_SLUG = 60;

    public Draft {
        steps = List.copyOf(steps);
    }

    /** Cuts a plan. */
    public static List<Draft> of(Plan plan) {
        List<Draft> drafts = new ArrayList<>();
        List<Step> open = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (!open.isEmpty() && !belongs(open.getLast(), step)) {
                drafts.add(new Draft(open));
                open.clear();
            }
            open.add(step);
        }
        if (!open.isEmpty()) {
            drafts.add(new Draft(open));
        }
        return drafts;
    }

    private static boolean belongs(Step before, Step step) {
        return before.transaction()
                && step.transaction()
                && !step.apart()
                && !before.backfill()
                && (before.destructive() == step.destructive() || isRejoining(before) || isRejoining(step))
                && before.cause() instanceof RenameChange == step.cause() instanceof RenameChange
                && concern(before.cause()).equals(concern(step.cause()));
    }

    /** Whether a table leaves a publication or comes back: in the transaction of what it leaves for, nothing written goes unpublished. */
    private static boolean isRejoining(Step step) {
        return step.cause() instanceof PublicationChange.Rejoined;
    }

    private static QualifiedName concern(Change change) {
        if (change instanceof PublicationChange.Rejoined it) {
            return it.tables().iterator().next();
        }
        return change.before()
                .or(change::after)
                .filter(Index.class::isInstance)
                .map(index -> ((Index) index).table())
                .orElse(change.id().name());
    }

    /** What names the migration, such as {@code add column users email}. */
    public String slug() {
        Set<ObjectId> objects =
                steps.stream().map(step -> step.cause().id()).collect(Collectors.toCollection(LinkedHashSet::new));
        Step first = steps.getFirst();
        ObjectId id = first.cause().id();
        if (objects.size() > 1 && id.kind() != ObjectKind.TABLE) {
            return cut("change " + concern(first.cause()).name());
        }
        boolean named = id.kind() != ObjectKind.COLUMN && !id.part().isEmpty();
        String name = named
                ? id.part()
                : id.name().name().replaceAll("\\(.*", "") + (id.part().isEmpty() ? "" : " " + id.part());
        return cut(verb(first) + " " + id.kind() + " " + name);
    }

    private static String verb(Step step) {
        if (step.backfill()) {
            return "fill";
        }
        if (step.apart()) {
            return "validate";
        }
        if (!step.cause().verb().equals("rebuild")) {
            return step.cause().verb();
        }
        return step.sql().contains("DROP ") ? "drop" : "create";
    }

    private static String cut(String slug) {
        String words = slug.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        return words.length() <= LONGEST_SLUG
                ? words
                : words.substring(0, LONGEST_SLUG).strip();
    }

    /** What is lost, one a line. */
    public List<String> lost() {
        return steps.stream()
                .filter(Step::destructive)
                .flatMap(step -> step.cause().lost().stream())
                .distinct()
                .toList();
    }

    /** Whether it writes rows that are there. */
    public boolean backfill() {
        return steps.stream().anyMatch(Step::backfill);
    }

    /** Whether it gives objects other names, and nothing else. */
    public boolean isRenaming() {
        return steps.getFirst().cause() instanceof RenameChange;
    }
}
