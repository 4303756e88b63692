package dev.plumbline.rehearse;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.LockMode;
import java.time.Duration;

/**
 * A lock that a statement took on a relation that others use.
 *
 * @param index   whether that is an index: whoever uses it locks its table, too
 * @param mode    the strongest that it took there and had not before
 * @param held    from the start of the statement to the end of its transaction, without {@code measuring}
 * @param measuring how much longer it was held in the rehearsal, for what came after it was measured
 * @param atLeast whether it was seen from beside, now and then: it may have been held for longer
 */
public record Lock(
        QualifiedName relation, boolean index, LockMode mode, Duration held, Duration measuring, boolean atLeast) {}
