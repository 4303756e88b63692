package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/**
 * A trigger on commands.
 *
 * @param event    such as {@code ddl_command_end}
 * @param tags     the commands it is for; none for all
 * @param function quoted and qualified, without parentheses
 */
public record EventTrigger(
        String name,
        Origin origin,
        Optional<String> comment,
        String owner,
        String event,
        List<String> tags,
        String function,
        Firing firing)
        implements SchemaObject.Whole {
    public EventTrigger {
        tags = List.copyOf(tags);
    }

    @Override
    public ObjectId id() {
        return ObjectId.of(ObjectKind.EVENT_TRIGGER, new QualifiedName("", name));
    }
}
