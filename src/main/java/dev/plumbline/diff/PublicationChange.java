package dev.plumbline.diff;

import dev.plumbline.model.Publication;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.Deparsed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /**
     * Tables that are not shown for a while, since a column by which they are filtered or that is listed gets another type or is made
     * anew. Plans alone come to it.
     */
    record Rejoined(Publication from, Publication to, Set<QualifiedName> tables) implements PublicationChange, Alters {
        public Rejoined {
            tables = Collections.unmodifiableSet(new TreeSet<>(tables));
        }

        @Override
        public String verb() {
            return "rejoin members of";
        }

        /** What leaves. */
        public List<Publication.Member> leaving() {
            return members(from);
        }

        /** What comes back. */
        public List<Publication.Member> joining() {
            return members(to);
        }

        private List<Publication.Member> members(Publication publication) {
            return publication.tables().stream()
                    .filter(it -> tables.contains(it.table()))
                    .toList();
        }
    }

    private static List<Publication.Member> settled(Publication publication) {
        return publication.tables().stream()
                .map(it -> new Publication.Member(
                        it.table(), it.columns(), it.filter().map(Deparsed::settled)))
                .toList();
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
                && (!settled(from).equals(settled(to)) || !from.schemas().equals(to.schemas()))) {
            changes.add(new Filled(from, to));
        }
        return changes;
    }
}
