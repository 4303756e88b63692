package dev.plumbline.diff;

import dev.plumbline.model.SchemaObject;

/**
 * Two objects of one shape, of which the one goes and the other comes.
 *
 * @param from what goes
 * @param to   what comes
 */
public record Rename(SchemaObject from, SchemaObject to) {}
