package dev.plumbline.rehearse;

import dev.plumbline.model.Table;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random statements that make something. */
final class RandomCreations {
    private final RandomThings things;
    private final Dice dice;
    private final RandomColumnCommands columns;
    private final RandomConstraintCommands constraints;
    private final RandomTableCommands tables;

    RandomCreations(RandomThings things, Dice dice) {
        this.things = things;
        this.dice = dice;
        this.columns = new RandomColumnCommands(things, dice);
        this.constraints = new RandomConstraintCommands(things, dice);
        this.tables = new RandomTableCommands(things, dice);
    }

    Optional<String> statement() {
        return switch (dice.below(20)) {
            case 0, 1 -> table();
            case 2 ->
                things.relation()
                        .map(it -> "CREATE TABLE nt (" + dice.maybe("o int, ") + "LIKE " + it
                                + dice.of(
                                        "",
                                        " INCLUDING ALL",
                                        " INCLUDING INDEXES",
                                        " INCLUDING DEFAULTS INCLUDING IDENTITY")
                                + ")");
            case 3 -> things.table().map(it -> "CREATE TABLE nt (o int) INHERITS (" + things.name(it.name()) + ")");
            case 4, 5 -> partition();
            case 6 ->
                query().map(it -> "CREATE " + dice.rarely("TEMP ") + "TABLE " + dice.rarely("IF NOT EXISTS ") + "nt AS "
                        + it + dice.rarely(" WITH NO DATA"));
            case 7 -> query().map(it -> "CREATE MATERIALIZED VIEW nv AS " + it + dice.maybe(" WITH NO DATA"));
            case 8 ->
                query().map(it -> "CREATE " + dice.maybe("OR REPLACE ") + dice.rarely("TEMP ") + "VIEW nv AS " + it);
            case 9 ->
                things.view(false)
                        .map(it -> "CREATE OR REPLACE VIEW " + things.name(it.name()) + " AS " + it.definition());
            case 10, 11, 12 -> index();
            case 13 -> trigger();
            case 14 -> rule();
            case 15 -> policy();
            case 16 -> statistics();
            case 17 -> publication();
            case 18 -> sequence();
            default -> other();
        };
    }

    private Optional<String> table() {
        return things.table().map(like -> {
            List<String> parts = new ArrayList<>();
            parts.add("id " + dice.of("int", "bigint", "serial", "int GENERATED ALWAYS AS IDENTITY")
                    + dice.maybe(" PRIMARY KEY"));
            parts.add(columns.definition(like).replaceFirst("^\\S+", "o"));
            if (dice.oneIn(2)) {
                parts.add("p int");
                things.table().ifPresent(to -> parts.add("FOREIGN KEY (p) REFERENCES " + things.name(to.name())));
            }
            if (dice.oneIn(4)) {
                parts.add("CHECK (id > 0)");
            }
            String kind = dice.of("", "", "TEMP ", "UNLOGGED ");
            return "CREATE " + kind + "TABLE " + dice.rarely("IF NOT EXISTS ") + dice.of("nt", "nt", "t0") + " ("
                    + String.join(", ", parts) + ")" + (kind.isEmpty() ? dice.rarely(" PARTITION BY RANGE (id)") : "");
        });
    }

    private Optional<String> partition() {
        return things.partitioned()
                .map(parent -> "CREATE TABLE np PARTITION OF " + things.name(parent.name())
                        + dice.rarely(" (" + constraints.key(parent) + ")")
                        + " " + tables.bound(parent) + dice.rarely(" PARTITION BY LIST (kind)"));
    }

    /** A query over one relation or two. */
    Optional<String> query() {
        return things.relation().map(one -> switch (dice.below(6)) {
            case 0 -> "SELECT count(*) AS n FROM " + one;
            case 1 -> "SELECT 1 AS n FROM " + one + ", " + things.relation().orElseThrow() + " other";
            case 2 -> "WITH w AS (SELECT * FROM " + one + ") SELECT 2 AS n FROM w";
            case 3 -> "SELECT 3 AS n WHERE EXISTS (SELECT FROM " + one + ")";
            case 4 -> "TABLE " + one;
            default -> "SELECT * FROM " + one + dice.maybe(" WHERE true");
        });
    }

    private Optional<String> index() {
        return things.table().flatMap(table -> things.column(table).map(column -> {
            String keys = dice.of(
                            "(%1$s)",
                            "(%1$s)",
                            "(%1$s DESC)",
                            "((%1$s IS NULL))",
                            "USING hash (%1$s)",
                            "USING brin (%1$s)",
                            "(%1$s) INCLUDE (%1$s)")
                    .formatted(RandomThings.quote(column.name()));
            return "CREATE " + (keys.contains("USING") ? "" : dice.rarely("UNIQUE "))
                    + "INDEX " + dice.of("", "ni ", "IF NOT EXISTS ni ")
                    + "ON " + dice.rarely("ONLY ") + things.name(table.name()) + " " + keys
                    + (keys.contains("USING") ? "" : dice.rarely(" WITH (fillfactor = 70)"))
                    + dice.rarely(" WHERE " + RandomThings.quote(column.name()) + " IS NOT NULL");
        }));
    }

    private Optional<String> trigger() {
        return things.table().map(table -> switch (dice.below(5)) {
            case 0 ->
                "CREATE TRIGGER nt BEFORE INSERT OR UPDATE ON " + things.name(table.name())
                        + " FOR EACH ROW EXECUTE FUNCTION tf()";
            case 1 -> "CREATE TRIGGER nt AFTER DELETE ON " + things.name(table.name()) + " EXECUTE FUNCTION tf()";
            case 2 ->
                "CREATE OR REPLACE TRIGGER tr AFTER UPDATE ON " + things.name(table.name())
                        + " FOR EACH ROW EXECUTE FUNCTION tf()";
            case 3 ->
                "CREATE CONSTRAINT TRIGGER nt AFTER INSERT ON " + things.name(table.name())
                        + things.table()
                                .map(it -> " FROM " + things.name(it.name()))
                                .orElse("")
                        + " DEFERRABLE FOR EACH ROW EXECUTE FUNCTION tf()";
            default ->
                "CREATE TRIGGER nt AFTER INSERT ON " + things.name(table.name())
                        + " REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tf()";
        });
    }

    private Optional<String> rule() {
        return things.table().flatMap(table -> things.table()
                .map(other -> "CREATE " + dice.rarely("OR REPLACE ") + "RULE nr AS ON "
                        + dice.of("INSERT", "UPDATE", "DELETE") + " TO " + things.name(table.name()) + " DO "
                        + dice.of(
                                "INSTEAD NOTHING", "ALSO NOTIFY x", "ALSO DELETE FROM " + things.name(other.name()))));
    }

    private Optional<String> policy() {
        return things.table().flatMap(table -> things.relation()
                .map(other -> "CREATE POLICY np ON "
                        + things.name(table.name())
                        + dice.of(
                                " USING (true)",
                                " USING (EXISTS (SELECT FROM " + other + "))",
                                " FOR INSERT WITH CHECK ((SELECT count(*) FROM " + other + ") > 0)",
                                " TO roundtrip_a USING (false)")));
    }

    private Optional<String> statistics() {
        return things.table()
                .filter(it -> it.columns().size() > 1)
                .map(table -> "CREATE STATISTICS ns "
                        + dice.of("", "(ndistinct) ") + "ON "
                        + RandomThings.quote(table.columns().getFirst().name()) + ", "
                        + RandomThings.quote(table.columns().getLast().name()) + " FROM " + things.name(table.name()));
    }

    private Optional<String> publication() {
        return things.table()
                .map(table -> "CREATE PUBLICATION nb"
                        + dice.of(
                                " FOR TABLE " + dice.rarely("ONLY ") + things.name(table.name()),
                                " FOR TABLE " + things.name(table.name()) + " WHERE (true)",
                                " FOR ALL TABLES",
                                " FOR TABLES IN SCHEMA public",
                                ""));
    }

    private Optional<String> sequence() {
        return things.table().flatMap(table -> things.column(table)
                .map(it -> things.name(table.name()) + "." + RandomThings.quote(it.name()))
                .map(it -> "CREATE " + dice.rarely("UNLOGGED ") + "SEQUENCE " + dice.rarely("IF NOT EXISTS ") + "ns"
                        + dice.maybe(" OWNED BY " + it)));
    }

    private Optional<String> other() {
        Optional<View> view = things.view(false);
        return Optional.of(
                switch (dice.below(9)) {
                    case 0 -> "CREATE TYPE ny AS ENUM ('a')";
                    case 1 -> "CREATE TYPE ny AS (a " + things.type() + ")";
                    case 2 -> "CREATE DOMAIN ny AS " + things.type() + dice.maybe(" CHECK (VALUE IS NOT NULL)");
                    case 3 -> "CREATE FUNCTION nf() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'";
                    case 4 ->
                        things.relation()
                                .map(it ->
                                        "CREATE FUNCTION nf() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM "
                                                + it + ")")
                                .orElse("SELECT 1");
                    case 5 ->
                        "CREATE SCHEMA ns"
                                + dice.maybe(" CREATE TABLE nt (id int PRIMARY KEY) CREATE INDEX ON nt (id)");
                    case 6 -> "CREATE EXTENSION hstore";
                    case 7 ->
                        things.any(Table.class)
                                .map(it -> "CREATE FUNCTION nf(r " + things.name(it.name())
                                        + ") RETURNS int LANGUAGE sql AS 'SELECT 1'")
                                .orElse("SELECT 1");
                    default ->
                        view.map(it -> "CREATE TRIGGER nt INSTEAD OF INSERT ON " + things.name(it.name())
                                        + " FOR EACH ROW EXECUTE FUNCTION tf()")
                                .orElse("SELECT 1");
                });
    }
}
