package dev.plumbline.rehearse;

import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Rule;
import dev.plumbline.model.Table;
import java.util.Optional;

/** Random {@code ALTER TABLE}, of one sub-command or of several. */
final class RandomTableCommands {
    private final RandomThings things;
    private final Dice dice;
    private final RandomColumnCommands columns;
    private final RandomConstraintCommands constraints;

    RandomTableCommands(RandomThings things, Dice dice) {
        this.things = things;
        this.dice = dice;
        this.columns = new RandomColumnCommands(things, dice);
        this.constraints = new RandomConstraintCommands(things, dice);
    }

    Optional<String> statement() {
        return things.table().flatMap(table -> {
            StringBuilder commands = new StringBuilder();
            int count = dice.oneIn(3) ? 2 + dice.below(2) : 1;
            for (int i = 0; i < count; i++) {
                command(table).ifPresent(it -> commands.append(commands.isEmpty() ? "" : ", ")
                        .append(it));
            }
            return commands.isEmpty()
                    ? Optional.empty()
                    : Optional.of("ALTER TABLE " + dice.rarely("IF EXISTS ") + dice.rarely("ONLY ")
                            + things.name(table.name()) + " " + commands);
        });
    }

    private Optional<String> command(Table table) {
        return switch (dice.below(10)) {
            case 0, 1, 2, 3, 4 -> columns.command(table);
            case 5, 6, 7 -> constraints.command(table);
            default -> other(table);
        };
    }

    private Optional<String> other(Table table) {
        return switch (dice.below(17)) {
            case 0 -> trigger(table);
            case 1 ->
                dice.of(table.rules())
                        .map(Rule::name)
                        .map(it -> dice.of("DISABLE", "ENABLE", "ENABLE ALWAYS") + " RULE " + it);
            case 2 -> Optional.of(dice.of("ENABLE", "DISABLE", "FORCE", "NO FORCE") + " ROW LEVEL SECURITY");
            case 3 -> dice.of(things.indexes(table.name())).map(it -> "CLUSTER ON " + RandomThings.quote(it));
            case 4 -> Optional.of(dice.of("SET WITHOUT CLUSTER", "SET WITHOUT OIDS"));
            case 5 -> Optional.of("SET ACCESS METHOD " + dice.of("heap", "DEFAULT"));
            case 6 -> Optional.of("SET TABLESPACE pg_default");
            case 7, 8 -> Optional.of(dice.of("SET LOGGED", "SET UNLOGGED"));
            case 9 ->
                Optional.of(dice.of(
                        "SET (fillfactor = 60)",
                        "SET (autovacuum_enabled = off)",
                        "SET (parallel_workers = 2)",
                        "SET (user_catalog_table = true)",
                        "SET (toast.autovacuum_enabled = off)",
                        "SET (toast_tuple_target = 256)",
                        "RESET (fillfactor, autovacuum_enabled)"));
            case 10 -> things.table().map(it -> "INHERIT " + things.name(it.name()));
            case 11 -> dice.of(table.inherits()).map(it -> "NO INHERIT " + things.name(it));
            case 12 -> things.any(CompositeType.class).map(it -> "OF " + things.name(it.name()));
            case 13 -> table.ofType().map(_ -> "NOT OF");
            case 14 -> Optional.of("OWNER TO " + dice.of("roundtrip_a", "CURRENT_USER"));
            default ->
                dice.oneIn(2)
                        ? Optional.of("REPLICA IDENTITY " + dice.of("FULL", "NOTHING", "DEFAULT"))
                        : dice.of(things.indexes(table.name()))
                                .map(it -> "REPLICA IDENTITY USING INDEX " + RandomThings.quote(it));
        };
    }

    private Optional<String> trigger(Table table) {
        if (dice.oneIn(3)) {
            return Optional.of(dice.of("DISABLE", "ENABLE") + " TRIGGER " + dice.of("ALL", "USER"));
        }
        return dice.of(table.triggers())
                .map(it -> dice.of("DISABLE", "ENABLE", "ENABLE ALWAYS", "ENABLE REPLICA") + " TRIGGER " + it.name());
    }

    /** Attaches or detaches a partition. */
    Optional<String> partition() {
        return things.partitioned().flatMap(parent -> {
            String alter = "ALTER TABLE " + things.name(parent.name());
            Optional<Table> part = dice.of(things.partitionsOf(parent.name()));
            if (part.isPresent() && dice.oneIn(2)) {
                return Optional.of(
                        alter + " DETACH PARTITION " + things.name(part.get().name()));
            }
            return things.any(
                            Table.class,
                            it -> it.partition().isEmpty()
                                    && it.columns().size() == parent.columns().size())
                    .map(it -> alter + " ATTACH PARTITION " + things.name(it.name()) + " " + bound(parent));
        });
    }

    /** A bound that may be free. */
    String bound(Table parent) {
        String key = parent.partitionKey().orElse("");
        if (dice.oneIn(5)) {
            return "DEFAULT";
        }
        if (key.startsWith("LIST")) {
            return "FOR VALUES IN (" + dice.of("'n'", "'o', 'p'", "'a0'", "NULL") + ")";
        }
        if (key.startsWith("HASH")) {
            return "FOR VALUES WITH (MODULUS 8, REMAINDER " + dice.below(8) + ")";
        }
        return key.contains("(at)")
                ? "FOR VALUES FROM (" + dice.of("'2031-01-01'", "'2024-01-01'", "'2025-06-01'") + ") TO ('2033-01-01')"
                : "FOR VALUES FROM (" + dice.of("5000", "100", "200") + ") TO (9000)";
    }
}
