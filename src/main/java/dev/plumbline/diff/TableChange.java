package dev.plumbline.diff;

import dev.plumbline.model.Table;
import dev.plumbline.sql.Deparsed;
import java.util.ArrayList;
import java.util.List;

/** Changes of a table itself; its parts have changes of their own. */
public sealed interface TableChange extends Change {
    /** A table that was not there. */
    record Created(Table to) implements TableChange, Creates {}

    /** A table that goes, with its rows. */
    record Dropped(Table from) implements TableChange, Drops {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** Another partition key or type, which only a new table can have. */
    record Rebuilt(Table from, Table to) implements TableChange, Rebuilds {
        @Override
        public boolean destructive() {
            return true;
        }
    }

    /** It becomes a partition, ceases to be one, or gets other bounds. */
    record Partitioned(Table from, Table to) implements TableChange, Alters {
        /** Whether it is a partition before and after: detached, and attached again. */
        public boolean moves() {
            return from.partition().isPresent() && to.partition().isPresent();
        }

        @Override
        public String verb() {
            return "change partitioning of";
        }
    }

    /** Other parents. */
    record Inherited(Table from, Table to) implements TableChange, Alters {
        @Override
        public String verb() {
            return "change inheritance of";
        }
    }

    /** It is written to the log, or no longer. */
    record Logged(Table from, Table to) implements TableChange, Alters {
        @Override
        public String verb() {
            return "change logging of";
        }
    }

    /** Row-level security goes on or off. */
    record Secured(Table from, Table to) implements TableChange, Alters {
        @Override
        public String verb() {
            return "change row security of";
        }

        @Override
        public String detail() {
            return from.rowSecurity() + " → " + to.rowSecurity();
        }
    }

    /** Logical replication tells its rows apart otherwise. */
    record Identified(Table from, Table to) implements TableChange, Alters {
        @Override
        public String verb() {
            return "change replica identity of";
        }
    }

    /** Other storage parameters, access method or tablespace. */
    record Configured(Table from, Table to) implements TableChange, Alters {
        @Override
        public String verb() {
            return "configure";
        }
    }

    /** What leads from one to the other, without the parts. */
    static List<Change> between(Table from, Table to) {
        List<Change> changes = new ArrayList<>();
        if (!Deparsed.same(from.partitionKey(), to.partitionKey())
                || !from.ofType().equals(to.ofType())) {
            changes.add(new Rebuilt(from, to));
            return changes;
        }
        boolean stays = from.partition()
                .map(was -> to.partition().filter(was::isAt).isPresent())
                .orElse(to.partition().isEmpty());
        if (!stays) {
            changes.add(new Partitioned(from, to));
        }
        if (!from.inherits().equals(to.inherits())) {
            changes.add(new Inherited(from, to));
        }
        if (from.unlogged() != to.unlogged()) {
            changes.add(new Logged(from, to));
        }
        if (from.rowSecurity() != to.rowSecurity()) {
            changes.add(new Secured(from, to));
        }
        if (from.replicaIdentity() != to.replicaIdentity()) {
            changes.add(new Identified(from, to));
        }
        if (!from.storage().equals(to.storage())
                || !from.accessMethod().equals(to.accessMethod())
                || !from.tablespace().equals(to.tablespace())) {
            changes.add(new Configured(from, to));
        }
        return changes;
    }
}
