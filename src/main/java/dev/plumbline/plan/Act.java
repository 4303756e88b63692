package dev.plumbline.plan;

/** What a node of the plan's graph does to its object. Where nothing else decides, the earlier act comes first. */
enum Act {
    DROP,
    CHANGE,
    MAKE,
    /** Becomes a part of what is there: a partition, or a sequence's owner. */
    JOIN
}
