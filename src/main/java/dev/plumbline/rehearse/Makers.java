package dev.plumbline.rehearse;

import dev.plumbline.migrate.ReplayScript;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.Trigger;
import dev.plumbline.model.View;
import dev.plumbline.source.replay.Replayed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which repeatable script makes an object, or replaces what a version made. An object's origin would not do: the script that changed it
 * last may have given rights to all that was there. Found out by running them, once somebody asks.
 */
final class Makers {
    static final Makers NONE = new Makers(
            () -> {
                throw new IllegalStateException("there are no scripts to run");
            },
            "",
            List.of());

    private final Supplier<Replayed> versions;
    private final String ledgerSchema;
    private final List<ReplayScript> repeatables;
    private Optional<Map<ObjectId, String>> known = Optional.empty();

    /** {@code versions} gives a shadow that holds what the versions make, to write to. */
    Makers(Supplier<Replayed> versions, String ledgerSchema, List<ReplayScript> repeatables) {
        this.versions = versions;
        this.ledgerSchema = ledgerSchema;
        this.repeatables = List.copyOf(repeatables);
    }

    /** The script's file; empty where a version or nobody makes the object. */
    Optional<String> of(ObjectId id) {
        if (repeatables.isEmpty()) {
            return Optional.empty();
        }
        Map<ObjectId, String> all = known.orElseGet(this::find);
        known = Optional.of(all);
        return Optional.ofNullable(all.get(id));
    }

    private Map<ObjectId, String> find() {
        Map<ObjectId, String> makers = new HashMap<>();
        Replayed replayed = versions.get();
        try (Workshop shadow = Workshop.over(replayed, ledgerSchema)) {
            Map<ObjectId, String> before = definitions(shadow.read(""));
            for (ReplayScript script : repeatables) {
                // They run in this order with the text they have: what they lead to was read before.
                replayed.run(script);
                Map<ObjectId, String> after = definitions(shadow.read(""));
                after.forEach((id, definition) -> {
                    if (!definition.equals(before.get(id))) {
                        makers.put(id, script.file());
                    }
                });
                before.putAll(after);
            }
        }
        return makers;
    }

    /** What a script replaces has one; of all else it counts that it is there. */
    private static Map<ObjectId, String> definitions(Schema schema) {
        Map<ObjectId, String> definitions = new HashMap<>();
        for (SchemaObject.Whole object : schema.objects().values()) {
            definitions.put(object.id(), definition(object));
            object.parts().forEach(part -> definitions.put(part.id(), definition(part)));
        }
        return definitions;
    }

    private static String definition(SchemaObject object) {
        if (object instanceof View view) {
            return view.definition();
        }
        if (object instanceof Routine routine) {
            return routine.definition();
        }
        return object instanceof Trigger trigger ? trigger.definition() : "";
    }
}
