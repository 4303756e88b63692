package dev.plumbline.plan;

import dev.plumbline.diff.SchemaDiff;
import java.util.List;

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

    /** Whether any step can lose rows or values. */
    public boolean destructive() {
        return steps.stream().anyMatch(Step::destructive);
    }

    /** As a script for {@code psql}: every statement ended by a semicolon, nothing else. */
    public String sql() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.sql()).append(";\n"));
        return text.toString();
    }
}
