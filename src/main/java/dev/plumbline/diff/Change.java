package dev.plumbline.diff;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.SchemaObject;
import java.util.Optional;

/** One typed difference. Each record is also one of {@link Creates}, {@link Drops}, {@link Alters} and {@link Rebuilds}. */
public sealed interface Change
        permits CollationChange,
                ColumnChange,
                CommentChange,
                CompositeChange,
                ConstraintChange,
                DefaultPrivilegesChange,
                DomainChange,
                EnumChange,
                EventTriggerChange,
                ExtensionChange,
                IndexChange,
                NamespaceChange,
                OtherChange,
                PolicyChange,
                PrivilegesChange,
                PublicationChange,
                RangeChange,
                RenameChange,
                RoutineChange,
                RuleChange,
                SequenceChange,
                StatisticsChange,
                TableChange,
                TriggerChange,
                ViewChange {
    /** Makes an object that was not there. */
    interface Creates {
        SchemaObject to();
    }

    /** Removes an object. */
    interface Drops {
        SchemaObject from();
    }

    /** Changes an object that stays what it is. */
    interface Alters {
        SchemaObject from();

        SchemaObject to();
    }

    /** Drops an object and makes it again, for it cannot be changed. */
    interface Rebuilds extends Alters {}

    /** What was done to the object, such as {@code add}; the object itself is named by {@link #id}. */
    default String verb() {
        return switch (this) {
            case Creates _ -> "create";
            case Drops _ -> "drop";
            case Rebuilds _ -> "rebuild";
            default -> "change";
        };
    }

    /** What it was and what it becomes, where that is more than the verb says; else empty. */
    default String detail() {
        return "";
    }

    /** Whether rows or values can be lost. */
    default boolean destructive() {
        return false;
    }

    /** What can be lost, such as {@code the rows of table public.old}; empty where nothing is. */
    default Optional<String> lost() {
        if (!destructive()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (id().kind()) {
                    case TABLE, MATERIALIZED_VIEW -> "the rows of " + id();
                    case SEQUENCE -> "where " + id() + " stands";
                    default -> "values of " + id();
                });
    }

    /** The object as it was. */
    default Optional<SchemaObject> before() {
        return switch (this) {
            case Drops drops -> Optional.of(drops.from());
            case Alters alters -> Optional.of(alters.from());
            default -> Optional.empty();
        };
    }

    /** The object as it is to be. */
    default Optional<SchemaObject> after() {
        return switch (this) {
            case Creates creates -> Optional.of(creates.to());
            case Alters alters -> Optional.of(alters.to());
            default -> Optional.empty();
        };
    }

    /** The object: as it was, where it was there. */
    default ObjectId id() {
        return before().or(this::after).orElseThrow().id();
    }

    /** Where the object was read on the side it comes from. */
    default Optional<Origin> fromOrigin() {
        return before().map(SchemaObject::origin);
    }

    /** Where the object was read on the side it goes to. */
    default Optional<Origin> toOrigin() {
        return after().map(SchemaObject::origin);
    }
}
