package dev.plumbline.diff;

import dev.plumbline.model.DomainType;
import java.util.ArrayList;
import java.util.List;

/** Changes of a domain; its constraints have changes of their own. */
public sealed interface DomainChange extends Change {
    /** A domain that was not there. */
    record Created(DomainType to) implements DomainChange, Creates {}

    /** A domain that goes. */
    record Dropped(DomainType from) implements DomainChange, Drops {}

    /** Another base type or collation, which only a new domain can have. */
    record Rebuilt(DomainType from, DomainType to) implements DomainChange, Rebuilds {}

    /** Another default. */
    record Defaulted(DomainType from, DomainType to) implements DomainChange, Alters {
        @Override
        public String verb() {
            return "change default of";
        }
    }

    /** NULL is refused, or allowed again. */
    record Required(DomainType from, DomainType to) implements DomainChange, Alters {
        @Override
        public String verb() {
            return "change nullability of";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(DomainType from, DomainType to) {
        List<Change> changes = new ArrayList<>();
        if (!from.baseType().equals(to.baseType()) || !from.collation().equals(to.collation())) {
            changes.add(new Rebuilt(from, to));
            return changes;
        }
        if (!from.defaultValue().equals(to.defaultValue())) {
            changes.add(new Defaulted(from, to));
        }
        if (from.notNull() != to.notNull()) {
            changes.add(new Required(from, to));
        }
        return changes;
    }
}
