package dev.plumbline.model;

import java.util.Locale;

/** What an object is. The order is that in which a listing shows them. */
public enum ObjectKind {
    SCHEMA,
    EXTENSION,
    COLLATION,
    ENUM,
    DOMAIN,
    COMPOSITE_TYPE,
    RANGE_TYPE,
    SEQUENCE,
    TABLE,
    COLUMN,
    CONSTRAINT,
    INDEX,
    STATISTICS,
    VIEW,
    MATERIALIZED_VIEW,
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    TRIGGER,
    RULE,
    POLICY,
    EVENT_TRIGGER,
    PUBLICATION,
    DEFAULT_PRIVILEGES,
    /** An object of a kind that is known to be there and not compared, such as an operator class. */
    OTHER;

    /** Whether columns hold on to it: a type, or a collation. */
    public boolean isType() {
        return switch (this) {
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, COLLATION -> true;
            default -> false;
        };
    }

    /** Whether it is called with arguments. */
    public boolean isRoutine() {
        return this == FUNCTION || this == PROCEDURE || this == AGGREGATE;
    }

    /** In words, such as {@code materialized view}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
