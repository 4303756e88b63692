package dev.plumbline.lint.rules;

/** A partition is found, and dropped in time, by its name: that of its table, and what it holds. */
final class PartitionName extends NameRule {
    PartitionName() {
        super(
                GivenName.Kind.PARTITION,
                "{table}_.+",
                "the name of the partitioned table, and behind it what the partition holds: events_2026");
    }
}
