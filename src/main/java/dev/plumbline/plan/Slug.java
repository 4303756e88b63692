package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names a migration by what it is for. */
final class Slug {
    /** What is longer says no more. */
    private static final int LONGEST = 60;

    private final List<Step> steps;
    private final Step subject;
    private final boolean whole;

    private Slug(List<Step> steps, Step subject, boolean whole) {
        this.steps = steps;
        this.subject = subject;
        this.whole = whole;
    }

    /**
     * A name.
     *
     * @param subject what the others make room for, or follow
     * @param whole   whether all steps of the subject's change are among them
     */
    static String of(List<Step> steps, Step subject, boolean whole) {
        String words = new Slug(steps, subject, whole)
                .words()
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST).strip();
    }

    private String words() {
        Set<ObjectId> created = steps.stream()
                .map(Step::cause)
                .filter(Change.Creates.class::isInstance)
                .map(Change::id)
                .filter(id -> id.part().isEmpty() && id.kind() != ObjectKind.INDEX)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (created.size() > 1) {
            ObjectId first = created.stream()
                    .filter(id -> id.kind() == ObjectKind.TABLE)
                    .findFirst()
                    .orElse(created.iterator().next());
            int others = created.size() - 1;
            return "create " + first.kind() + " " + first.called().name() + " and " + others
                    + (others == 1 ? " other" : " others");
        }
        ObjectId id = subject.cause().id();
        QualifiedName concern = Drafts.concern(subject.cause());
        long objects = steps.stream()
                .map(Step::cause)
                .filter(cause -> Drafts.concern(cause).equals(concern))
                .map(Change::id)
                .distinct()
                .count();
        if (objects > 1 && id.kind() != ObjectKind.TABLE) {
            return "change " + concern.name();
        }
        boolean named = id.kind() != ObjectKind.COLUMN && !id.part().isEmpty();
        return verb() + " " + id.kind() + " " + (named ? id.part() : id.called().name() + " " + id.part());
    }

    private String verb() {
        if (subject.backfill()) {
            return "fill";
        }
        if (subject.cause() instanceof TableChange.Partitioned
                && !whole
                && subject.sql().contains(" CONSTRAINT ")) {
            return subject.apart() ? "validate bounds of" : "check bounds of";
        }
        if (subject.apart()) {
            return subject.sql().contains(" VALIDATE CONSTRAINT ") ? "validate" : "require";
        }
        String verb = subject.cause().verb();
        if (verb.equals("rebuild") && !whole) {
            return subject.sql().contains("DROP ") ? "drop" : "create";
        }
        return verb.equals("create") && subject.sql().contains(" ATTACH PARTITION ") ? "attach" : verb;
    }
}
