package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.TableChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tables, short of their parts. */
final class TableSteps {
    private final Context context;

    TableSteps(Context context) {
        this.context = context;
    }

    List<Step> create(Table table, Change cause) {
        List<Step> steps = new ArrayList<>();
        List<Constraint> valid = table.constraints().stream()
                .filter(it -> it.type() != Constraint.Type.FOREIGN_KEY)
                // One that comes with its table is valid at once, for there are no rows.
                .filter(it -> it.validated() || !it.enforced())
                .filter(it -> !context.isPostponed(it))
                .filter(it -> it.local()
                        || it.inheritedFrom() == 0
                        || table.partition().isPresent())
                .toList();
        List<Constraint> inline = distinct(valid);
        steps.add(Step.of(TableSql.create(table, inline, context), cause));
        Stream<Constraint> invalid = table.constraints().stream()
                .filter(it -> it.type() != Constraint.Type.FOREIGN_KEY && it.enforced() && !it.validated())
                .filter(it -> !context.isPostponed(it))
                .filter(it -> it.local() || it.inheritedFrom() == 0);
        Stream.concat(valid.stream().filter(it -> !inline.contains(it)), invalid)
                .forEach(it -> steps.add(Step.of(
                        alter(table) + " ADD CONSTRAINT " + Names.quote(it.name()) + " " + it.definition(), cause)));
        for (Column column : table.columns()) {
            boolean inherited = !column.local() && table.partition().isEmpty();
            if (inherited) {
                column.defaultValue()
                        .ifPresent(value -> steps.add(Step.of(
                                "ALTER TABLE " + Names.sql(table.name()) + " ALTER COLUMN " + Names.quote(column.name())
                                        + " SET DEFAULT " + value,
                                cause)));
            }
            steps.addAll(ColumnSteps.settings(column, cause));
        }
        for (Constraint constraint : valid) {
            constraint
                    .index()
                    .ifPresent(settings -> steps.addAll(IndexSteps.settings(
                            table.name(),
                            new QualifiedName(table.name().schema(), constraint.name()),
                            settings,
                            cause)));
        }
        steps.addAll(security(table, Table.RowSecurity.OFF, cause));
        if (table.replicaIdentity() == Table.ReplicaIdentity.FULL
                || table.replicaIdentity() == Table.ReplicaIdentity.NOTHING) {
            steps.add(identity(table, cause));
        }
        return steps;
    }

    /** CREATE TABLE makes one of two keys that say the same (PostgreSQL 18, transformIndexConstraints in parse_utilcmd.c). */
    private static List<Constraint> distinct(List<Constraint> constraints) {
        Set<String> keys = new HashSet<>();
        return constraints.stream()
                .filter(it -> it.index().isEmpty()
                        || keys.add(it.definition().replaceFirst("\\A(?:PRIMARY KEY|UNIQUE) ", "")))
                .toList();
    }

    /** Becomes a part of its parent, once its own indexes and constraints are there. */
    static List<Step> attach(Table table, Change cause) {
        return table.partition().stream()
                .map(partition -> Step.of(
                        "ALTER TABLE " + Names.sql(partition.parent()) + " ATTACH PARTITION " + Names.sql(table.name())
                                + " " + partition.bound(),
                        cause))
                .toList();
    }

    static List<Step> change(TableChange change) {
        return switch (change) {
            case TableChange.Logged it ->
                List.of(Step.of(alter(it.to()) + (it.to().unlogged() ? " SET UNLOGGED" : " SET LOGGED"), it));
            case TableChange.Secured it -> security(it.to(), it.from().rowSecurity(), it);
            case TableChange.Identified it ->
                it.to().replicaIdentity() == Table.ReplicaIdentity.INDEX ? List.of() : List.of(identity(it.to(), it));
            case TableChange.Configured it -> configure(it);
            case TableChange.Partitioned _, TableChange.Inherited _ -> List.of();
            case TableChange.Created _, TableChange.Dropped _, TableChange.Rebuilt _ -> List.of();
        };
    }

    static List<Step> detach(Table table, Change cause) {
        return table.partition().stream()
                .map(was -> Step.of(
                        "ALTER TABLE " + Names.sql(was.parent()) + " DETACH PARTITION " + Names.sql(table.name()),
                        cause))
                .toList();
    }

    List<Step> drop(Table table, Change cause) {
        List<Step> steps = new ArrayList<>();
        if (context.isPartOfReferenced(table) && !context.leaves(table.name())) {
            steps.addAll(detach(table, cause));
        }
        steps.add(Step.of("DROP " + Names.of(table), cause));
        return steps;
    }

    /** A check that says the same as the bounds spares the attaching the scan under its lock. */
    List<Step> attachExisting(TableChange.Partitioned change) {
        Table table = change.to();
        List<Step> attach = attach(table, change);
        Optional<String> bounds = table.partition().flatMap(Table.Partition::check);
        if (attach.isEmpty() || bounds.isEmpty() || !context.busy(table.name())) {
            return attach;
        }
        String check = context.boundsCheck();
        return Stream.of(check(table, check, bounds.get(), change), attach, List.of(uncheck(table, check, change)))
                .flatMap(List::stream)
                .toList();
    }

    /** A check that says what a table holds when it is a partition, read while others work. */
    static List<Step> check(Table table, String name, String bounds, Change cause) {
        String check = Names.quote(name);
        return List.of(
                Step.of(alter(table) + " ADD CONSTRAINT " + check + " CHECK (" + bounds + ") NOT VALID", cause),
                Step.apart(alter(table) + " VALIDATE CONSTRAINT " + check, cause));
    }

    static Step uncheck(Table table, String name, Change cause) {
        return Step.of(alter(table) + " DROP CONSTRAINT " + Names.quote(name), cause);
    }

    static List<Step> disinherit(TableChange.Inherited change) {
        List<QualifiedName> from = change.from().inherits();
        return from.subList(kept(change), from.size()).stream()
                .map(parent -> Step.of(alter(change.to()) + " NO INHERIT " + Names.sql(parent), change))
                .toList();
    }

    static List<Step> inherit(TableChange.Inherited change) {
        List<QualifiedName> to = change.to().inherits();
        return to.subList(kept(change), to.size()).stream()
                .map(parent -> Step.of(alter(change.to()) + " INHERIT " + Names.sql(parent), change))
                .toList();
    }

    /** How many of the first parents stay: another one can only become the last. */
    private static int kept(TableChange.Inherited change) {
        List<QualifiedName> from = change.from().inherits();
        List<QualifiedName> to = change.to().inherits();
        int same = 0;
        while (same < from.size() && same < to.size() && from.get(same).equals(to.get(same))) {
            same++;
        }
        return same;
    }

    private static List<Step> security(Table table, Table.RowSecurity was, Change cause) {
        List<Step> steps = new ArrayList<>();
        Table.RowSecurity is = table.rowSecurity();
        if (enabled(was) != enabled(is)) {
            steps.add(Step.of(alter(table) + (enabled(is) ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY", cause));
        }
        if (forced(was) != forced(is)) {
            steps.add(Step.of(alter(table) + (forced(is) ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY", cause));
        }
        return steps;
    }

    private static boolean enabled(Table.RowSecurity security) {
        return security == Table.RowSecurity.ENABLED || security == Table.RowSecurity.FORCED;
    }

    private static boolean forced(Table.RowSecurity security) {
        return security == Table.RowSecurity.FORCED || security == Table.RowSecurity.FORCED_WHILE_OFF;
    }

    private static Step identity(Table table, Change cause) {
        return Step.of(
                alter(table) + " REPLICA IDENTITY " + table.replicaIdentity().name(), cause);
    }

    private static List<Step> configure(TableChange.Configured change) {
        Table from = change.from();
        Table to = change.to();
        List<Step> steps = new ArrayList<>(Storage.change(alter(to), from.storage(), to.storage(), change));
        if (!from.accessMethod().equals(to.accessMethod())) {
            steps.add(Step.of(
                    alter(to) + " SET ACCESS METHOD "
                            + to.accessMethod().map(Names::quote).orElse("DEFAULT"),
                    change));
        }
        if (!from.tablespace().equals(to.tablespace())) {
            steps.add(Step.of(
                    alter(to) + " SET TABLESPACE " + Names.quote(to.tablespace().orElse("pg_default")), change));
        }
        return steps;
    }

    private static String alter(Table table) {
        return "ALTER TABLE " + Names.sql(table.name());
    }
}
