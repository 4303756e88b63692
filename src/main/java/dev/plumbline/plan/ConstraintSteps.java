package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Constraints of tables and domains: those that check rows are added unchecked and validated after, where others work. */
final class ConstraintSteps {
    private final Context context;

    ConstraintSteps(Context context) {
        this.context = context;
    }

    List<Step> add(Constraint constraint, Change cause) {
        boolean recursive = constraint.type() == Constraint.Type.CHECK || constraint.type() == Constraint.Type.NOT_NULL;
        if (recursive && comesWithParent(constraint)) {
            return constraint.validated() && context.isUnchecked(constraint)
                    ? List.of(validate(constraint, cause))
                    : List.of();
        }
        List<Step> steps = new ArrayList<>();
        boolean only = constraint.index().isPresent()
                && (context.hasStandingPartitions(constraint.parent()) || context.isIncomplete(constraint.id()));
        String alter = only ? "ALTER TABLE ONLY " + Names.sql(constraint.parent()) : alter(constraint);
        String add = alter + " ADD CONSTRAINT " + Names.quote(constraint.name()) + " ";
        boolean domain = context.isDomain(constraint.parent());
        boolean busy = !domain && context.busy(constraint.parent());
        boolean partitioned = context.isPartitioned(constraint.parent());
        switch (constraint.type()) {
            case FOREIGN_KEY, CHECK -> {
                boolean enforced = !constraint.definition().contains(" NOT ENFORCED");
                // A foreign key of a partitioned table could not be added unchecked before PostgreSQL 18.
                boolean unchecked = (busy || domain)
                        && constraint.validated()
                        && enforced
                        && !(partitioned && constraint.type() == Constraint.Type.FOREIGN_KEY);
                if (unchecked) {
                    steps.add(Step.of(add + constraint.definition() + " NOT VALID", cause));
                    steps.add(validate(constraint, cause));
                } else {
                    steps.add(Step.of(add + constraint.definition(), cause));
                }
            }
            case PRIMARY_KEY, UNIQUE -> {
                boolean overlaps = constraint.definition().contains("WITHOUT OVERLAPS");
                if (busy && !partitioned && !overlaps) {
                    steps.addAll(byIndex(constraint, constraint.name(), cause));
                } else {
                    steps.add(Step.of(add + definition(constraint), cause));
                }
            }
            case EXCLUDE -> steps.add(Step.of(add + definition(constraint), cause));
            case NOT_NULL -> {
                if (domain) {
                    steps.add(Step.of(add + constraint.definition(), cause));
                } else if (!context.isNewColumn(constraint)) {
                    steps.addAll(refuseNull(constraint, busy, cause));
                }
            }
        }
        steps.addAll(settings(constraint, cause));
        return steps;
    }

    /** A constraint that refuses NULL and has a name, as from PostgreSQL 18 on. */
    static List<Step> refuseNull(Constraint constraint, boolean busy, Change cause) {
        String alter = "ALTER TABLE " + Names.sql(constraint.parent());
        String name = Names.quote(constraint.name());
        String add = alter + " ADD CONSTRAINT " + name + " " + constraint.definition();
        return busy && constraint.validated()
                ? List.of(Step.of(add + " NOT VALID", cause), Step.apart(alter + " VALIDATE CONSTRAINT " + name, cause))
                : List.of(Step.of(add, cause));
    }

    /** Whether the parent's constraint brings and takes it. */
    boolean comesWithParent(Constraint constraint) {
        return context.comesWithParent(constraint.id(), constraint.local(), constraint.inheritedFrom());
    }

    Step validate(Constraint constraint, Change cause) {
        return Step.apart(alter(constraint) + " VALIDATE CONSTRAINT " + Names.quote(constraint.name()), cause);
    }

    /** The index behind it becomes a part of the partitioned one, unless its table does and takes it along. */
    List<Step> attach(Constraint constraint, Change cause) {
        return context.isTakenAlong(constraint)
                ? List.of()
                : IndexSteps.attach(
                        constraint.partitionOf(),
                        new QualifiedName(constraint.parent().schema(), constraint.name()),
                        cause);
    }

    List<Step> drop(Constraint constraint, Change cause) {
        boolean attached = constraint.partitionOf().isPresent();
        boolean gone = attached || (comesWithParent(constraint) && !context.isLeftToChildren(constraint));
        if (gone && !context.leaves(constraint.parent())) {
            return List.of();
        }
        String alter = context.isKeptByChild(constraint.id())
                ? "ALTER TABLE ONLY " + Names.sql(constraint.parent())
                : alter(constraint);
        return List.of(Step.of(alter + " DROP CONSTRAINT " + Names.quote(constraint.name()), cause));
    }

    /** As {@code ADD CONSTRAINT} takes it, with the settings of its index that the catalog keeps apart. */
    static String definition(Constraint constraint) {
        String definition = constraint.definition();
        if (constraint.index().isEmpty()) {
            return definition;
        }
        Constraint.IndexSettings settings = constraint.index().get();
        String more = (settings.storage().isEmpty() ? "" : " WITH (" + String.join(", ", settings.storage()) + ")")
                + settings.tablespace()
                        .map(space -> " USING INDEX TABLESPACE " + Names.quote(space))
                        .orElse("");
        int at = definition.indexOf(" WHERE (");
        if (at < 0) {
            at = definition.indexOf(" DEFERRABLE");
        }
        return at < 0 ? definition + more : definition.substring(0, at) + more + definition.substring(at);
    }

    /**
     * Steps of which the last two, in one transaction, put a constraint in the place of one of the same name: until then that holds.
     *
     * @param free a name for the new one meanwhile
     */
    List<Step> replace(Constraint from, Constraint to, String free, Change cause) {
        List<Step> steps = new ArrayList<>();
        Step drop = Step.of(alter(from) + " DROP CONSTRAINT " + Names.quote(from.name()), cause);
        if (to.index().isPresent()) {
            steps.addAll(byIndex(to, free, cause));
            steps.add(1, drop);
            steps.addAll(settings(to, cause));
        } else {
            steps.addAll(add(to.renamed(free), cause));
            steps.add(drop);
            steps.add(Step.of(
                    alter(to) + " RENAME CONSTRAINT " + Names.quote(free) + " TO " + Names.quote(to.name()), cause));
        }
        return steps;
    }

    private static List<Step> settings(Constraint constraint, Change cause) {
        return constraint
                .index()
                .map(settings -> IndexSteps.settings(
                        constraint.parent(),
                        new QualifiedName(constraint.parent().schema(), constraint.name()),
                        settings,
                        cause))
                .orElse(List.of());
    }

    /** The index is built while others write; only taking it over needs the strong lock, for a moment. */
    private List<Step> byIndex(Constraint constraint, String name, Change cause) {
        String definition = definition(constraint);
        String type = constraint.type() == Constraint.Type.PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
        String rest = definition.substring(type.length()).strip();
        String deferrable = "";
        if (constraint.deferrable()) {
            int at = rest.lastIndexOf(" DEFERRABLE");
            deferrable = rest.substring(at);
            rest = rest.substring(0, at);
        }
        String nulls = "";
        if (rest.startsWith("NULLS NOT DISTINCT ")) {
            nulls = " NULLS NOT DISTINCT";
            rest = rest.substring("NULLS NOT DISTINCT ".length());
        }
        // INDEX's own order: columns, INCLUDE, NULLS NOT DISTINCT, WITH, TABLESPACE.
        int with = rest.indexOf(" WITH (");
        int space = rest.indexOf(" USING INDEX TABLESPACE ");
        int cut = with >= 0 ? with : space >= 0 ? space : rest.length();
        String tail = rest.substring(cut).replace(" USING INDEX TABLESPACE ", " TABLESPACE ");
        String index = "CREATE UNIQUE INDEX CONCURRENTLY " + Names.quote(name) + " ON " + Names.sql(constraint.parent())
                + " " + rest.substring(0, cut) + nulls + tail;
        return List.of(
                Step.alone(index, cause),
                Step.of(
                        alter(constraint) + " ADD CONSTRAINT " + Names.quote(constraint.name()) + " " + type
                                + " USING INDEX " + Names.quote(name) + deferrable,
                        cause));
    }

    private String alter(Constraint constraint) {
        return (context.isDomain(constraint.parent()) ? "ALTER DOMAIN " : "ALTER TABLE ")
                + Names.sql(constraint.parent());
    }
}
