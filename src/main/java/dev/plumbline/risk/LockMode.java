package dev.plumbline.risk;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The modes that relations are locked in, the weakest first (PostgreSQL 18 manual, 13.3.1). */
public enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** The mode that {@code pg_locks} shows as such as {@code AccessExclusiveLock}. */
    public static LockMode ofCatalog(String mode) {
        String words = mode.replaceFirst("Lock$", "").replaceAll("([a-z])([A-Z])", "$1_$2");
        return valueOf(words.toUpperCase(Locale.ROOT));
    }

    /** The mode of a number in {@code storage/lockdefs.h}, from 1. */
    public static LockMode ofNumber(long number) {
        return List.of(values()).get((int) number - 1);
    }

    /** Whether two sessions cannot hold the two on one relation (table 13.2). */
    public boolean conflictsWith(LockMode other) {
        return conflicts().contains(other);
    }

    private Set<LockMode> conflicts() {
        return switch (this) {
            case ACCESS_SHARE -> EnumSet.of(ACCESS_EXCLUSIVE);
            case ROW_SHARE -> EnumSet.of(EXCLUSIVE, ACCESS_EXCLUSIVE);
            case ROW_EXCLUSIVE -> EnumSet.range(SHARE, ACCESS_EXCLUSIVE);
            case SHARE_UPDATE_EXCLUSIVE -> EnumSet.range(SHARE_UPDATE_EXCLUSIVE, ACCESS_EXCLUSIVE);
            case SHARE ->
                EnumSet.of(ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE, ACCESS_EXCLUSIVE);
            case SHARE_ROW_EXCLUSIVE -> EnumSet.range(ROW_EXCLUSIVE, ACCESS_EXCLUSIVE);
            case EXCLUSIVE -> EnumSet.range(ROW_SHARE, ACCESS_EXCLUSIVE);
            case ACCESS_EXCLUSIVE -> EnumSet.allOf(LockMode.class);
        };
    }

    /** Whether queries wait for it. */
    public boolean blocksReads() {
        return conflictsWith(ACCESS_SHARE);
    }

    /** Whether INSERT, UPDATE and DELETE wait for it. */
    public boolean blocksWrites() {
        return conflictsWith(ROW_EXCLUSIVE);
    }

    /** What waits for it, in words. */
    public String blocks() {
        if (blocksReads()) {
            return "reads and writes";
        }
        if (blocksWrites()) {
            return "writes";
        }
        return this == SHARE_UPDATE_EXCLUSIVE
                ? "other changes of the table, and vacuum"
                : "nothing but changes of the table";
    }

    /** The stronger of two: the one further down in the manual's list. */
    public LockMode or(LockMode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** As SQL writes it, such as {@code ACCESS EXCLUSIVE}. */
    @Override
    public String toString() {
        return name().replace('_', ' ');
    }
}
