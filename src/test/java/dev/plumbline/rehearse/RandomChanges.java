package dev.plumbline.rehearse;

import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.Index;
import dev.plumbline.model.Publication;
import dev.plumbline.model.Routine;
import dev.plumbline.model.Statistics;
import dev.plumbline.model.Table;
import java.util.Optional;

/** Random statements that drop, rename, move or alter something other than a table. */
final class RandomChanges {
    private final RandomThings things;
    private final Dice dice;

    RandomChanges(RandomThings things, Dice dice) {
        this.things = things;
        this.dice = dice;
    }

    Optional<String> drop() {
        String end = dice.of("", " CASCADE", " CASCADE", " CASCADE");
        String there = dice.rarely("IF EXISTS ");
        return switch (dice.below(18)) {
            case 0, 1, 2, 3 -> things.table().map(it -> "DROP TABLE " + there + things.name(it.name()) + also() + end);
            case 4 -> things.view(false).map(it -> "DROP VIEW " + there + things.name(it.name()) + end);
            case 5 -> things.view(true).map(it -> "DROP MATERIALIZED VIEW " + there + things.name(it.name()) + end);
            case 6, 7 -> dice.of(things.indexes()).map(it -> "DROP INDEX " + there + RandomThings.quote(it) + end);
            case 8 -> things.sequence().map(it -> "DROP SEQUENCE " + there + it + end);
            case 9 -> trigger().map(it -> "DROP TRIGGER " + there + it + end);
            case 10 -> rule().map(it -> "DROP RULE " + there + it + end);
            case 11 -> policy().map(it -> "DROP POLICY " + there + it);
            case 12 -> type().map(it -> "DROP TYPE " + there + it + " CASCADE");
            case 13 -> things.any(DomainType.class).map(it -> "DROP DOMAIN " + there + things.name(it.name()) + end);
            case 14 ->
                things.any(Routine.class)
                        .map(it -> "DROP ROUTINE " + there + it.name() + "(" + it.signature() + ")" + end);
            case 15 -> things.any(Statistics.class).map(it -> "DROP STATISTICS " + there + things.name(it.name()));
            case 16 ->
                Optional.of(dice.of(
                        "DROP PUBLICATION IF EXISTS pub",
                        "DROP EVENT TRIGGER IF EXISTS et",
                        "DROP SCHEMA public CASCADE",
                        "DROP TABLE IF EXISTS nothing"));
            default ->
                things.any(dev.plumbline.model.Collation.class)
                        .map(it -> "DROP COLLATION " + things.name(it.name()) + end);
        };
    }

    private String also() {
        return dice.oneIn(5)
                ? things.table().map(it -> ", " + things.name(it.name())).orElse("")
                : "";
    }

    private Optional<String> trigger() {
        return things.any(Table.class, it -> !it.triggers().isEmpty()).flatMap(table -> dice.of(table.triggers())
                .map(it -> RandomThings.quote(it.name()) + " ON " + things.name(table.name())));
    }

    private Optional<String> rule() {
        return things.any(Table.class, it -> !it.rules().isEmpty()).flatMap(table -> dice.of(table.rules())
                .map(it -> RandomThings.quote(it.name()) + " ON " + things.name(table.name())));
    }

    private Optional<String> policy() {
        return things.any(Table.class, it -> !it.policies().isEmpty()).flatMap(table -> dice.of(table.policies())
                .map(it -> RandomThings.quote(it.name()) + " ON " + things.name(table.name())));
    }

    private Optional<String> type() {
        return dice.oneIn(2)
                ? things.any(EnumType.class).map(it -> things.name(it.name()))
                : things.any(CompositeType.class).map(it -> things.name(it.name()));
    }

    /** Another name, or another schema. */
    Optional<String> rename() {
        return switch (dice.below(16)) {
            case 0, 1 -> things.relation().map(it -> "ALTER TABLE " + it + " RENAME TO other");
            case 2, 3 ->
                things.table().flatMap(table -> things.column(table)
                        .map(it -> "ALTER TABLE " + things.name(table.name()) + " RENAME "
                                + RandomThings.quote(it.name()) + " TO other"));
            case 4, 5 ->
                things.table().flatMap(table -> things.constraint(table, _ -> true)
                        .map(it -> "ALTER TABLE " + things.name(table.name()) + " RENAME CONSTRAINT "
                                + RandomThings.quote(it.name()) + " TO other"));
            case 6 ->
                dice.of(things.indexes())
                        .map(it -> "ALTER " + dice.of("INDEX ", "INDEX ", "TABLE ") + RandomThings.quote(it)
                                + " RENAME TO other");
            case 7 ->
                things.view(false)
                        .map(it -> "ALTER VIEW " + things.name(it.name())
                                + dice.of(" RENAME TO other", " RENAME COLUMN id TO other"));
            case 8 ->
                things.view(true)
                        .map(it -> "ALTER MATERIALIZED VIEW " + things.name(it.name())
                                + dice.of(" RENAME TO other", " RENAME COLUMN id TO other", " SET SCHEMA app0"));
            case 9 ->
                things.sequence().map(it -> "ALTER SEQUENCE " + it + dice.of(" RENAME TO other", " SET SCHEMA app0"));
            case 10 -> trigger().map(it -> "ALTER TRIGGER " + it + " RENAME TO other");
            case 11 -> rule().map(it -> "ALTER RULE " + it + " RENAME TO other");
            case 12 ->
                policy().map(it ->
                        "ALTER POLICY " + it + dice.of(" RENAME TO other", " USING (false)", " TO roundtrip_b"));
            case 13 -> type().map(it -> "ALTER TYPE " + it + dice.of(" RENAME TO other", " SET SCHEMA app0"));
            case 14 ->
                things.any(DomainType.class)
                        .map(it -> "ALTER DOMAIN " + things.name(it.name())
                                + dice.of(" RENAME TO other", " SET SCHEMA app0"));
            default -> things.table().map(it -> "ALTER TABLE " + things.name(it.name()) + " SET SCHEMA app0");
        };
    }

    Optional<String> alter() {
        return switch (dice.below(12)) {
            case 0 -> domain();
            case 1 -> composite();
            case 2 ->
                things.any(EnumType.class)
                        .map(it -> "ALTER TYPE " + things.name(it.name())
                                + dice.of(" ADD VALUE 'n'", " RENAME VALUE 'a' TO 'n'", " OWNER TO roundtrip_a"));
            case 3, 4 ->
                dice.of(things.indexes())
                        .map(it -> "ALTER INDEX " + RandomThings.quote(it)
                                + dice.of(
                                        " SET (fillfactor = 60)",
                                        " RESET (fillfactor)",
                                        " SET TABLESPACE pg_default",
                                        " ALTER COLUMN 1 SET STATISTICS 50"));
            case 5 ->
                things.any(Index.class, it -> true).flatMap(parent -> things.any(
                                Index.class, it -> !it.name().equals(parent.name()))
                        .map(it -> "ALTER INDEX " + things.name(parent.name()) + " ATTACH PARTITION "
                                + things.name(it.name())));
            case 6 ->
                things.sequence()
                        .map(it -> "ALTER SEQUENCE " + it
                                + dice.of(
                                        " RESTART",
                                        " INCREMENT 5",
                                        " OWNED BY NONE",
                                        " OWNED BY t0.id",
                                        " OWNER TO roundtrip_a",
                                        " AS bigint",
                                        " SET UNLOGGED",
                                        " SET LOGGED"));
            case 7 ->
                things.view(false)
                        .map(it -> "ALTER VIEW " + things.name(it.name())
                                + dice.of(
                                        " SET (security_barrier)",
                                        " RESET (security_barrier)",
                                        " ALTER id SET DEFAULT 4",
                                        " ALTER id DROP DEFAULT",
                                        " OWNER TO roundtrip_a",
                                        " SET (check_option = local)"));
            case 8 ->
                things.view(true)
                        .map(it -> "ALTER MATERIALIZED VIEW " + things.name(it.name())
                                + dice.of(
                                        " SET (fillfactor = 70)",
                                        " ALTER id SET STATISTICS 50",
                                        " OWNER TO roundtrip_a",
                                        " SET WITHOUT CLUSTER",
                                        " SET ACCESS METHOD heap",
                                        " SET TABLESPACE pg_default"));
            case 9 ->
                things.any(Publication.class).flatMap(it -> things.table()
                        .map(table -> "ALTER PUBLICATION " + it.name()
                                + dice.of(" ADD TABLE ", " SET TABLE ", " DROP TABLE ") + things.name(table.name())));
            case 10 ->
                things.any(Statistics.class)
                        .map(it -> "ALTER STATISTICS " + things.name(it.name())
                                + dice.of(
                                        " SET STATISTICS 50",
                                        " RENAME TO other",
                                        " SET SCHEMA app0",
                                        " OWNER TO roundtrip_a"));
            default ->
                things.any(Routine.class)
                        .map(it -> "ALTER ROUTINE " + it.name() + "(" + it.signature() + ")"
                                + dice.of(" RENAME TO other", " SET SCHEMA app0", " OWNER TO roundtrip_a"));
        };
    }

    private Optional<String> domain() {
        return things.any(DomainType.class)
                .map(domain -> "ALTER DOMAIN " + things.name(domain.name())
                        + dice.of(
                                " SET NOT NULL",
                                " DROP NOT NULL",
                                " SET DEFAULT NULL",
                                " DROP DEFAULT",
                                " ADD CHECK (VALUE IS NOT NULL OR true)",
                                " ADD CONSTRAINT nk CHECK (VALUE IS NULL OR true) NOT VALID",
                                dice.of(domain.constraints())
                                        .map(Constraint::name)
                                        .map(it -> dice.of(
                                                        " VALIDATE CONSTRAINT ",
                                                        " DROP CONSTRAINT ",
                                                        " RENAME CONSTRAINT ")
                                                + it)
                                        .map(it -> it.contains("RENAME") ? it + " TO other" : it)
                                        .orElse(" OWNER TO roundtrip_a")));
    }

    private Optional<String> composite() {
        return things.any(CompositeType.class)
                .map(type -> "ALTER TYPE " + things.name(type.name())
                        + dice.of(
                                " ADD ATTRIBUTE n " + things.type(),
                                " DROP ATTRIBUTE a",
                                " DROP ATTRIBUTE IF EXISTS b CASCADE",
                                " ALTER ATTRIBUTE a TYPE " + things.type() + " CASCADE",
                                " RENAME ATTRIBUTE a TO n CASCADE",
                                " OWNER TO roundtrip_a"));
    }

    /** What is done to what is there without changing what it is. */
    Optional<String> keep() {
        return switch (dice.below(14)) {
            case 0 ->
                Optional.of("TRUNCATE " + dice.rarely("ONLY ")
                        + things.table().map(it -> things.name(it.name())).orElse("t0")
                        + dice.rarely(" RESTART IDENTITY") + dice.of("", " CASCADE"));
            case 1 ->
                things.relation()
                        .map(it -> "LOCK TABLE " + dice.rarely("ONLY ") + it
                                + dice.of(
                                        "",
                                        " IN SHARE MODE",
                                        " IN ROW EXCLUSIVE MODE",
                                        " IN ACCESS SHARE MODE",
                                        " IN SHARE UPDATE EXCLUSIVE MODE"));
            case 2, 3 -> comment();
            case 4, 5 ->
                things.relation()
                        .map(it -> dice.of(
                                "GRANT SELECT ON " + it + " TO roundtrip_a",
                                "REVOKE ALL ON " + it + " FROM roundtrip_a",
                                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO roundtrip_b",
                                "GRANT UPDATE ON " + it + " TO PUBLIC"));
            case 6 -> things.table().map(it -> "ANALYZE " + things.name(it.name()));
            case 7 -> dice.of(things.indexes()).map(it -> "REINDEX INDEX " + RandomThings.quote(it));
            case 8 -> things.table().map(it -> "REINDEX TABLE " + things.name(it.name()));
            case 9 ->
                things.table().flatMap(table -> dice.of(things.indexes(table.name()))
                        .map(it -> "CLUSTER " + things.name(table.name()) + " USING " + RandomThings.quote(it)));
            case 10 ->
                things.view(true)
                        .map(it -> "REFRESH MATERIALIZED VIEW " + dice.rarely("CONCURRENTLY ") + things.name(it.name())
                                + dice.rarely(" WITH NO DATA"));
            case 11 ->
                things.sequence()
                        .map(it -> dice.of(
                                "GRANT USAGE ON SEQUENCE " + it + " TO roundtrip_a",
                                "SELECT nextval('" + it + "')",
                                "SELECT setval('" + it + "', 20)"));
            case 12 -> things.table().map(it -> dice.of("DELETE FROM ", "DELETE FROM ONLY ") + things.name(it.name()));
            default ->
                things.table()
                        .map(it -> "SELECT * FROM " + things.name(it.name())
                                + dice.of(" FOR UPDATE", " FOR KEY SHARE", ""));
        };
    }

    private Optional<String> comment() {
        return switch (dice.below(10)) {
            case 0 -> things.table().map(it -> "COMMENT ON TABLE " + things.name(it.name()) + " IS 'n'");
            case 1 ->
                things.table().flatMap(table -> things.column(table)
                        .map(it -> "COMMENT ON COLUMN " + things.name(table.name()) + "."
                                + RandomThings.quote(it.name()) + " IS 'n'"));
            case 2 ->
                things.table().flatMap(table -> things.constraint(table, _ -> true)
                        .map(it -> "COMMENT ON CONSTRAINT " + RandomThings.quote(it.name()) + " ON "
                                + things.name(table.name()) + " IS 'n'"));
            case 3 -> dice.of(things.indexes()).map(it -> "COMMENT ON INDEX " + RandomThings.quote(it) + " IS 'n'");
            case 4 -> trigger().map(it -> "COMMENT ON TRIGGER " + it + " IS 'n'");
            case 5 -> policy().map(it -> "COMMENT ON POLICY " + it + " IS 'n'");
            case 6 -> rule().map(it -> "COMMENT ON RULE " + it + " IS 'n'");
            case 7 -> things.view(true).map(it -> "COMMENT ON MATERIALIZED VIEW " + things.name(it.name()) + " IS 'n'");
            case 8 -> things.sequence().map(it -> "COMMENT ON SEQUENCE " + it + " IS 'n'");
            default -> things.view(false).map(it -> "COMMENT ON VIEW " + things.name(it.name()) + " IS 'n'");
        };
    }
}
