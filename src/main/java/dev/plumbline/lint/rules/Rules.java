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
            new ColumnName(),
            new ColumnTypeRewrites(),
            new ConcurrentlyInTransaction(),
            new ConstraintName(),
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
            new FileName(),
            new ForeignKeyScans(),
            new ForeignKeyWithoutIndex(),
            new GeneratedColumnRewrites(),
            new IdentifierTooLong(),
            new IndexBlocksWrites(),
            new IndexName(),
            new IntKeyOverflows(),
            new JsonColumn(),
            new LockHeldWhileMoreRuns(),
            new LockTimeoutMissing(),
            new NotNullScans(),
            new PartitionName(),
            new PreferBigint(),
            new PreferIdentity(),
            new PreferText(),
            new PreferTimestamptz(),
            new PrimaryKeyBlocks(),
            new RefreshBlocksReads(),
            new ReindexBlocks(),
            new RenameColumnBreaks(),
            new RenameEnumValueBreaks(),
            new RenameSchemaBreaks(),
            new RenameTableBreaks(),
            new RequiredColumnFails(),
            new SerialColumnRewrites(),
            new StatementNotRepeatable(),
            new StatementTimeoutMissing(),
            new TableName(),
            new TableRewrites(),
            new TableScannedTwice(),
            new TableWithoutSchema(),
            new TransactionLeftOpen(),
            new TransactionNesting(),
            new TruncateCascade(),
            new TruncateLosesRows(),
            new UniqueConstraintBlocks(),
            new VacuumFullBlocks(),
            new ValidateInSameTransaction(),
            new VolatileDefaultRewrites(),
            new WideIndex());

    private Rules() {}

    /** The ids of all rules. */
    public static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        ALL.forEach(rule -> ids.add(rule.id()));
        return ids;
    }
}
