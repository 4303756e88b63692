package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ExtensionChange;
import dev.plumbline.diff.SequenceChange;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Extension;
import dev.plumbline.model.Firing;
import dev.plumbline.model.Namespace;
import dev.plumbline.model.Policy;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.SequenceOptions;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Trigger;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of objects that take a statement or two. */
final class OtherSteps {
    private OtherSteps() {}

    static List<Step> create(Namespace schema, Change cause) {
        // Every new database has it; a plan may lead from one in which it was dropped.
        return List.of(Step.of("CREATE SCHEMA " + Names.quote(schema.schema()), cause));
    }

    static List<Step> create(Extension extension, Change cause) {
        return List.of(Step.of(
                "CREATE EXTENSION " + Names.quote(extension.name())
                        + (extension.schema().equals("pg_catalog")
                                ? ""
                                : " WITH SCHEMA " + Names.quote(extension.schema()))
                        + (extension.usual() ? "" : " VERSION " + Identifiers.quoteLiteral(extension.version())),
                cause));
    }

    static List<Step> change(ExtensionChange change) {
        return switch (change) {
            case ExtensionChange.Moved it ->
                List.of(Step.of(
                        "ALTER EXTENSION " + Names.quote(it.to().name()) + " SET SCHEMA "
                                + Names.quote(it.to().schema()),
                        it));
            case ExtensionChange.Updated it ->
                List.of(Step.of(
                        "ALTER EXTENSION " + Names.quote(it.to().name()) + " UPDATE TO "
                                + Identifiers.quoteLiteral(it.to().version()),
                        it));
            case ExtensionChange.Created _, ExtensionChange.Dropped _, ExtensionChange.Rebuilt _ -> List.of();
        };
    }

    static List<Step> create(Sequence sequence, Change cause) {
        return List.of(Step.of(
                "CREATE " + (sequence.unlogged() ? "UNLOGGED " : "") + "SEQUENCE " + Names.sql(sequence.name()) + " AS "
                        + sequence.options().type()
                        + (TableSql.isUsual(sequence.options()) ? "" : " " + TableSql.options(sequence.options())),
                cause));
    }

    static List<Step> change(SequenceChange change) {
        return switch (change) {
            case SequenceChange.Counted it ->
                count(it.to().name(), it.from().options(), it.to().options(), it);
            case SequenceChange.Logged it ->
                List.of(Step.of(
                        "ALTER SEQUENCE " + Names.sql(it.to().name())
                                + (it.to().unlogged() ? " SET UNLOGGED" : " SET LOGGED"),
                        it));
            case SequenceChange.Owned _, SequenceChange.Created _, SequenceChange.Dropped _ -> List.of();
        };
    }

    /**
     * Counts otherwise; a sequence that stands below its new minimum, or above its new maximum, is moved there first. Where no number
     * is in both ranges it starts again.
     */
    static List<Step> count(QualifiedName name, SequenceOptions from, SequenceOptions to, Change cause) {
        List<Step> steps = new ArrayList<>();
        String sequence = Names.sql(name);
        long least = Math.max(from.minimum(), to.minimum());
        long greatest = Math.min(from.maximum(), to.maximum());
        if (least <= greatest && narrows(from, to)) {
            steps.add(Step.of(
                    "SELECT pg_catalog.setval(" + Identifiers.quoteLiteral(sequence)
                            + ", CASE WHEN is_called THEN least(greatest(last_value, " + to.minimum() + "), "
                            + to.maximum() + ") ELSE " + Math.clamp(to.start(), least, greatest)
                            + " END, is_called) FROM " + sequence,
                    cause));
        }
        String restart = least <= greatest ? "" : " RESTART";
        steps.add(Step.of(
                "ALTER SEQUENCE " + sequence + " AS " + to.type() + " " + TableSql.options(to) + restart, cause));
        return steps;
    }

    /** Whether a sequence may stand at a number that it will not reach any more. */
    static boolean narrows(SequenceOptions from, SequenceOptions to) {
        return to.minimum() > from.minimum() || to.maximum() < from.maximum();
    }

    static Step disown(SequenceChange.Owned change) {
        return Step.of("ALTER SEQUENCE " + Names.sql(change.from().name()) + " OWNED BY NONE", change);
    }

    static Step own(Sequence sequence, Change cause) {
        String owner = sequence.ownedBy()
                .map(column -> Names.sql(column.name()) + "." + Names.quote(column.part()))
                .orElse("NONE");
        return Step.of("ALTER SEQUENCE " + Names.sql(sequence.name()) + " OWNED BY " + owner, cause);
    }

    static List<Step> create(Statistics statistics, Change cause) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(statistics.definition(), cause));
        statistics.target().ifPresent(_ -> steps.add(target(statistics, cause)));
        return steps;
    }

    static Step target(Statistics statistics, Change cause) {
        return Step.of(
                "ALTER STATISTICS " + Names.sql(statistics.name()) + " SET STATISTICS "
                        + statistics.target().orElse(-1),
                cause);
    }

    static List<Step> create(Trigger trigger, Change cause) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(trigger.definition(), cause));
        if (trigger.firing() != Firing.ORIGIN) {
            steps.add(firing(trigger.relation(), "TRIGGER", trigger.name(), trigger.firing(), cause));
        }
        return steps;
    }

    static Step firing(QualifiedName relation, String kind, String name, Firing firing, Change cause) {
        String how =
                switch (firing) {
                    case ORIGIN -> "ENABLE ";
                    case REPLICA -> "ENABLE REPLICA ";
                    case ALWAYS -> "ENABLE ALWAYS ";
                    case DISABLED -> "DISABLE ";
                };
        return Step.of("ALTER TABLE " + Names.sql(relation) + " " + how + kind + " " + Names.quote(name), cause);
    }

    static List<Step> create(Policy policy, Change cause) {
        return List.of(Step.of(
                "CREATE POLICY " + Names.quote(policy.name()) + " ON " + Names.sql(policy.table())
                        + (policy.permissive() ? "" : " AS RESTRICTIVE") + " FOR " + policy.command() + " TO "
                        + roles(policy) + conditions(policy),
                cause));
    }

    static Step alter(Policy policy, Change cause) {
        return Step.of(
                "ALTER POLICY " + Names.quote(policy.name()) + " ON " + Names.sql(policy.table()) + " TO "
                        + roles(policy) + conditions(policy),
                cause);
    }

    private static String roles(Policy policy) {
        return policy.roles().stream().map(Names::role).collect(Collectors.joining(", "));
    }

    private static String conditions(Policy policy) {
        return policy.using().map(it -> " USING (" + it + ")").orElse("")
                + policy.check().map(it -> " WITH CHECK (" + it + ")").orElse("");
    }

    static List<Step> create(EventTrigger trigger, Change cause) {
        List<Step> steps = new ArrayList<>();
        String tags = trigger.tags().isEmpty()
                ? ""
                : " WHEN TAG IN ("
                        + trigger.tags().stream().map(Identifiers::quoteLiteral).collect(Collectors.joining(", "))
                        + ")";
        steps.add(Step.of(
                "CREATE EVENT TRIGGER " + Names.quote(trigger.name()) + " ON " + trigger.event() + tags
                        + " EXECUTE FUNCTION " + trigger.function() + "()",
                cause));
        if (trigger.firing() != Firing.ORIGIN) {
            steps.add(firing(trigger, cause));
        }
        return steps;
    }

    static Step firing(EventTrigger trigger, Change cause) {
        String how =
                switch (trigger.firing()) {
                    case ORIGIN -> "ENABLE";
                    case REPLICA -> "ENABLE REPLICA";
                    case ALWAYS -> "ENABLE ALWAYS";
                    case DISABLED -> "DISABLE";
                };
        return Step.of("ALTER EVENT TRIGGER " + Names.quote(trigger.name()) + " " + how, cause);
    }
}
