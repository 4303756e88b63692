package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.IndexChange;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Indexes that get another definition: the old one steps aside, and serves until the new one is there. */
final class Replacements {
    private final SchemaDiff diff;
    private final Context context;
    private final Graph graph;
    private final Writer writer;

    Replacements(Context context, Graph graph, Writer writer) {
        this.diff = context.diff();
        this.context = context;
        this.graph = graph;
        this.writer = writer;
    }

    /** Writes the statements of those anew that need not go first. */
    void write(Collection<Change> changes) {
        List<IndexChange.Rebuilt> rebuilt = changes.stream()
                .filter(IndexChange.Rebuilt.class::isInstance)
                .map(IndexChange.Rebuilt.class::cast)
                .filter(this::isAlone)
                .toList();
        if (rebuilt.isEmpty()) {
            return;
        }
        Set<ObjectId> used = diff.from().dependencies().values().stream()
                .flatMap(Set::stream)
                .filter(id -> id.kind() == ObjectKind.INDEX)
                .collect(Collectors.toUnmodifiableSet());
        rebuilt.stream()
                .filter(change -> !used.contains(change.id()) && keepsItsGround(change.id()))
                .forEach(this::replace);
    }

    private boolean isAlone(IndexChange.Rebuilt change) {
        QualifiedName table = change.from().table();
        ObjectId whole = ObjectId.of(ObjectKind.TABLE, table);
        return context.busy(table)
                && table.equals(change.to().table())
                && !context.isPartitioned(table)
                && change.from().partitionOf().isEmpty()
                && change.to().partitionOf().isEmpty()
                && Stream.of(Act.LEAVE, Act.JOIN)
                        .noneMatch(act -> graph.find(act, whole).isPresent())
                && !(change.from().unique() && getsKeys(table));
    }

    /** Whether new foreign keys point to a table: they could rest on the index that is to go. */
    private boolean getsKeys(QualifiedName table) {
        return graph.all(Act.MAKE).keySet().stream()
                .filter(id -> id.kind() == ObjectKind.CONSTRAINT)
                .flatMap(id -> diff.to().object(id).stream())
                .anyMatch(it -> it instanceof Constraint constraint
                        && constraint
                                .references()
                                .filter(to -> to.table().equals(table))
                                .isPresent());
    }

    /** Whether nothing goes or changes that the old index is made of. */
    private boolean keepsItsGround(ObjectId index) {
        Set<ObjectId> needs = diff.from().dependencies().getOrDefault(index, Set.of());
        return needs.stream()
                .flatMap(need -> Stream.concat(
                        Stream.of(need), diff.from().dependencies().getOrDefault(need, Set.of()).stream()))
                .noneMatch(need -> Stream.of(Act.LEAVE, Act.DROP, Act.CHANGE)
                        .anyMatch(act -> graph.find(act, need).isPresent()));
    }

    private void replace(IndexChange.Rebuilt change) {
        Index from = change.from();
        Index aside = from.renamed(
                new QualifiedName(from.name().schema(), Names.aside(from.name().name())));
        graph.node(Act.DROP, change.id()).steps.clear();
        List<Step> steps = graph.node(Act.MAKE, change.id()).steps;
        steps.addAll(0, writer.change(new RenameChange.Renamed(from, aside)));
        steps.addAll(writer.drop(aside, new IndexChange.Dropped(aside)));
    }
}
