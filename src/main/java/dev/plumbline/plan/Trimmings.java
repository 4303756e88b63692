package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.CommentChange;
import dev.plumbline.diff.ConstraintChange;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.PolicyChange;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.diff.RuleChange;
import dev.plumbline.diff.StatisticsChange;
import dev.plumbline.diff.TriggerChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Policy;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Relation;
import dev.plumbline.model.Rule;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import dev.plumbline.model.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Comments, rights, parts and indexes that went with an object and come back with it. */
final class Trimmings {
    private final Map<QualifiedName, List<Index>> indexes;
    private final Map<QualifiedName, List<Statistics>> statistics;

    /** Indexes that are made anew by a change of their own, as those that were on another table. */
    private final Set<ObjectId> rebuilt;

    private final List<Change> changes = new ArrayList<>();

    private Trimmings(Schema to, Collection<Change> others) {
        this.indexes = to.all(Index.class).stream().collect(Collectors.groupingBy(Index::table));
        this.statistics = to.all(Statistics.class).stream().collect(Collectors.groupingBy(Statistics::table));
        this.rebuilt = others.stream()
                .filter(IndexChange.Rebuilt.class::isInstance)
                .map(Change::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What comes back with the objects that are made again, beside the other changes. */
    static List<Change> of(Collection<SchemaObject> again, Schema to, Collection<Change> others) {
        if (again.isEmpty()) {
            return List.of();
        }
        Trimmings trimmings = new Trimmings(to, others);
        again.forEach(trimmings::add);
        return trimmings.changes;
    }

    private void add(SchemaObject object) {
        comment(object);
        if (!(object instanceof SchemaObject.Whole whole)) {
            return;
        }
        if (!whole.privileges().isEmpty()) {
            changes.add(new PrivilegesChange.Granted(whole, List.of(), whole.privileges()));
        }
        for (SchemaObject.Part part : whole.parts()) {
            comment(part);
            switch (part) {
                case Trigger it -> changes.add(new TriggerChange.Created(it));
                case Rule it -> changes.add(new RuleChange.Created(it));
                case Policy it -> changes.add(new PolicyChange.Created(it));
                case Constraint it
                when whole instanceof Table && it.type() == Constraint.Type.FOREIGN_KEY ->
                    changes.add(new ConstraintChange.Added(it));
                case Constraint _, Column _ -> {
                    // These come with the object.
                }
            }
        }
        if (whole instanceof Relation relation) {
            for (Index index : indexes.getOrDefault(relation.name(), List.of())) {
                if (!rebuilt.contains(index.id())) {
                    changes.add(new IndexChange.Created(index));
                    comment(index);
                }
            }
            for (Statistics it : statistics.getOrDefault(relation.name(), List.of())) {
                changes.add(new StatisticsChange.Created(it));
                comment(it);
            }
        }
    }

    private void comment(SchemaObject object) {
        if (object.comment().isPresent()) {
            changes.add(new CommentChange.Commented(object, Optional.empty()));
        }
    }
}
