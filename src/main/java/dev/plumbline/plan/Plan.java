package dev.plumbline.plan;

import dev.plumbline.diff.Rename;
import dev.plumbline.diff.RenameChange;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps that lead from one schema to another, in order.
 *
 * @param diff what they are made from
 */
public record Plan(SchemaDiff diff, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /**
     * Plans a diff.
     *
     * @param form how much a step may get in the way of others
     */
    public static Plan of(SchemaDiff diff, Form form) {
        return new Plan(diff, new Planner(diff, form).steps());
    }

    /** The steps that give an object its new name. */
    public static List<Step> renaming(SchemaDiff diff, Rename rename) {
        return new RenameSteps(new Context(diff, Form.SAFE))
                .rename(rename.from(), rename.to(), new RenameChange.Renamed(rename.from(), rename.to()));
    }

    /** The same plan with others' steps before its own. */
    public Plan after(List<Step> first) {
        List<Step> all = new ArrayList<>(first);
        all.addAll(steps);
        return new Plan(diff, all);
    }

    /** The same plan with others' steps after its own. */
    public Plan before(List<Step> last) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(last);
        return new Plan(diff, all);
    }

    /**
     * What takes a step back.
     *
     * @param back the plan of the way back
     */
    public Undo undo(Step step, Plan back) {
        ObjectId before = step.cause().id();
        Optional<ObjectId> after = step.cause().after().map(it -> it.id());
        return new Undo(
                back.steps().stream()
                        .filter(other -> isOf(other, before)
                                || after.filter(id -> isOf(other, id)).isPresent())
                        .map(Step::sql)
                        .toList(),
                step.cause().lost());
    }

    private static boolean isOf(Step step, ObjectId id) {
        return step.cause().id().equals(id)
                || step.cause().after().filter(it -> it.id().equals(id)).isPresent();
    }

    /** Whether any step can lose rows or values. */
    public boolean destructive() {
        return steps.stream().anyMatch(Step::destructive);
    }

    /**
     * Queries for the rows that make steps fail, or can no longer be updated after them.
     *
     * @param to what the steps lead to
     */
    public static List<String> offenders(List<Step> steps, Schema to) {
        return steps.stream()
                .flatMap(step -> Offenders.query(step, to).stream())
                .distinct()
                .toList();
    }

    /** Partitions that are detached when all steps are done, and are to be attached again. */
    public static List<String> detached(List<Step> steps) {
        Set<String> detached = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step.cause() instanceof TableChange.Partitioned it && it.moves()) {
                String name = Names.sql(it.to().name());
                if (step.sql().contains(" DETACH PARTITION ")) {
                    detached.add(name);
                } else if (step.sql().contains(" ATTACH PARTITION ")) {
                    detached.remove(name);
                }
            }
        }
        return List.copyOf(detached);
    }

    /** As a script for {@code psql}: every statement ended by a semicolon, nothing else. */
    public String sql() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.sql()).append(";\n"));
        return text.toString();
    }
}
