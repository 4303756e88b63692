package dev.plumbline.diff;

import dev.plumbline.model.Publication;
import java.util.ArrayList;
import java.util.List;

/** Changes of a publication. */
public sealed interface PublicationChange extends Change {
    /** A publication that was not there. */
    record Created(Publication to) implements PublicationChange, Creates {}

    /** A publication that goes. */
    record Dropped(Publication from) implements PublicationChange, Drops {}

    /** All tables instead of some, or the other way. */
    record Rebuilt(Publication from, Publication to) implements PublicationChange, Rebuilds {}

    /** Other operations or options. */
    record Configured(Publication from, Publication to) implements PublicationChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** Other tables or schemas. */
    record Filled(Publication from, Publication to) implements PublicationChange, Alters {
        @Override
        public String verb() {
            return "change members of";
        }
    }

    /** What leads from one to the other. */
    static List<Change> between(Publication from, Publication to) {
        List<Change> changes = new ArrayList<>();
        if (from.allTables() != to.allTables()) {
            changes.add(new Rebuilt(from, to));
        }
        if (from.allTables() == to.allTables()
                && (!from.operations().equals(to.operations())
                        || from.viaRoot() != to.viaRoot()
                        || !from.generated().equals(to.generated()))) {
            changes.add(new Configured(from, to));
        }
        if (from.allTables() == to.allTables()
                && (!from.tables().equals(to.tables()) || !from.schemas().equals(to.schemas()))) {
            changes.add(new Filled(from, to));
        }
        return changes;
    }
}
