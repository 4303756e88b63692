package dev.plumbline.model;

import java.util.List;
import java.util.Optional;

/** Anything that has a name in a schema. */
public sealed interface SchemaObject permits SchemaObject.Whole, SchemaObject.Part {
    ObjectId id();

    Origin origin();

    /** The text of {@code COMMENT ON}. */
    Optional<String> comment();

    /** An object that stands by itself. */
    sealed interface Whole extends SchemaObject
            permits Namespace,
                    Extension,
                    Collation,
                    EnumType,
                    DomainType,
                    CompositeType,
                    RangeType,
                    Sequence,
                    Relation,
                    Index,
                    Statistics,
                    Routine,
                    EventTrigger,
                    Publication,
                    DefaultPrivileges,
                    OtherObject {
        /** How the rights on it differ from those it has by default; none where it takes no rights. */
        default List<Privilege> privileges() {
            return List.of();
        }

        /** What belongs to it and goes with it. */
        default List<SchemaObject.Part> parts() {
            return List.of();
        }
    }

    /** An object that is a part of another and goes with it. */
    sealed interface Part extends SchemaObject permits Column, Constraint, Trigger, Rule, Policy {}
}
