package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.EnumChange;

/**
 * One statement of a plan.
 *
 * @param sql         without the semicolon
 * @param cause       the change it is a part of
 * @param transaction whether it may share a transaction with others
 * @param apart       whether that must not be the transaction of the steps before it: it takes long under a weak lock, and theirs are
 *     strong
 * @param destructive whether rows or values can be lost
 * @param backfill    whether it writes rows that are there, and should be done in chunks where there are many
 */
public record Step(
        String sql, Change cause, boolean transaction, boolean apart, boolean destructive, boolean backfill) {
    /** Whether it adds labels to an enum: no transaction uses a label that it has added (PostgreSQL manual, ALTER TYPE). */
    public boolean addsLabels() {
        return cause instanceof EnumChange.Extended;
    }

    /** How long it may wait and run. */
    public Timeouts timeouts() {
        return transaction ? Timeouts.IN_TRANSACTION : Timeouts.ALONE;
    }

    /** A statement that may share a transaction. */
    public static Step of(String sql, Change cause) {
        return new Step(sql, cause, true, false, cause.destructive(), false);
    }

    /** A statement that reads every row, such as {@code VALIDATE CONSTRAINT}. */
    public static Step apart(String sql, Change cause) {
        return new Step(sql, cause, true, true, false, false);
    }

    /** A statement that must be alone. */
    public static Step alone(String sql, Change cause) {
        return new Step(sql, cause, false, false, false, false);
    }

    /** A statement that writes rows that are there. */
    public static Step backfill(String sql, Change cause) {
        return new Step(sql, cause, true, true, false, true);
    }
}
