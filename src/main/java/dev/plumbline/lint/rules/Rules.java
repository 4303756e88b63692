package dev.plumbline.lint.rules;

import dev.plumbline.lint.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All rules. */
public final class Rules {
    public static final List<Rule> ALL = List.of(
            new AttachPartitionScans(),
            new BackfillInMigration(),
            new CharType(),
            new CheckConstraintScans(),
            new ColumnTypeRewrites(),
            new ConcurrentlyInTransaction(),
            new DetachPartitionBlocks(),
            new DomainConstraintScans(),
            new DomainWithConstraint(),
            new DropAndCreate(),
            new DropCascade(),
            new DropColumnBreaks(),
            new DropDatabase(),
            new DropDefaultBreaks(),
            new DropIndexBlocks(),
            new DropNotNullBreaks(),
            new DropSchemaCascade(),
            new DropTableBreaks(),
            new DropViewBreaks(),
            new DuplicateAssignment(),
            new EnumType(),
            new EnumValueOrder(),
            new EnumValueUsedTooEarly(),
            new ExclusionConstraintBlocks(),
            new ExplicitLock(),
            new IndexBlocksWrites());

    private Rules() {}

    /** The ids of all rules. */
    public static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        ALL.forEach(rule -> ids.add(rule.id()));
        return ids;
    }
}
