package dev.plumbline.diff;

import dev.plumbline.model.Namespace;

/** Changes of a schema. */
public sealed interface NamespaceChange extends Change {
    /** A schema that was not there. */
    record Created(Namespace to) implements NamespaceChange, Creates {}

    /** A schema that goes. */
    record Dropped(Namespace from) implements NamespaceChange, Drops {}
}
