package dev.plumbline.rehearse;

import dev.plumbline.risk.Effect;

/**
 * What a statement was seen to do.
 *
 * @param rows    that it inserted, updated and deleted, those that its triggers wrote included
 * @param written bytes of the write-ahead log
 */
record Measurement(Effect effect, long rows, long written) {}
