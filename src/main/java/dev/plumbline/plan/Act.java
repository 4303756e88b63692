package dev.plumbline.plan;

/** What a node of the plan's graph does to its object. Where nothing else decides, the earlier act comes first. */
enum Act {
    /** Makes ready what is to leave for a moment only. */
    PREPARE,
    /** Lets go of another: a default of its function, an identity of its sequence, a partition of its table. */
    LEAVE,
    DROP,
    CHANGE,
    MAKE,
    /** Takes hold of another, once both are there: a partition of its table, a sequence of its column. */
    JOIN
}
