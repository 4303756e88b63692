package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.EventTrigger;
import dev.plumbline.model.Owners;
import dev.plumbline.model.Publication;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Sequence;
import dev.plumbline.model.Table;
import java.util.List;

/**
 * Who owns what a plan drops and makes again. It would be whoever runs the plan: a function that runs with its owner's rights would from
 * then on run with others, and a view would read with them.
 */
public final class Ownership {
    private final SchemaDiff diff;
    private final Owners before;
    private final Owners after;

    Ownership(SchemaDiff diff) {
        this.diff = diff;
        this.before = new Owners(diff.from());
        this.after = new Owners(diff.to());
    }

    /** Gives an object that is made again to the role that it is to belong to, or did, where that is not the one of most. */
    List<Step> keep(SchemaObject made, Change cause) {
        if (!(cause instanceof Change.Rebuilds) || !(made instanceof SchemaObject.Whole whole) || !isGiven(whole)) {
            return List.of();
        }
        return after
                .unusual(whole)
                .or(() -> diff.from().find(whole.id()).flatMap(before::unusual))
                .map(owner -> Step.of(statement(whole, owner), cause))
                .stream()
                .toList();
    }

    /**
     * The statements that give views, routines and types to the roles that they belong to, where these are not the one of
     * most.
     */
    public static List<String> statements(Schema schema) {
        Owners owners = new Owners(schema);
        return schema.objects().values().stream()
                .filter(Ownership::isGiven)
                .flatMap(object -> owners.unusual(object).map(owner -> statement(object, owner)).stream())
                .toList();
    }

    /** Tables and their sequences are not made again, and these two only belong to superusers, or may. */
    private static boolean isGiven(SchemaObject.Whole object) {
        return switch (object) {
            case Table _, Sequence _, EventTrigger _, Publication _ -> false;
            default -> true;
        };
    }

    private static String statement(SchemaObject.Whole object, String owner) {
        return "ALTER " + Names.of(object) + " OWNER TO " + Names.quote(owner);
    }
}
