package dev.plumbline.rehearse;

import dev.plumbline.model.Schema;
import java.util.Optional;
import java.util.Random;

/** Random statements of every kind about what a schema holds. A server may refuse some. */
final class RandomStatements {
    private final Dice dice;
    private final RandomTableCommands tables;
    private final RandomCreations creations;
    private final RandomChanges changes;

    RandomStatements(Schema schema, Random random) {
        this.dice = new Dice(random);
        RandomThings things = new RandomThings(schema, dice);
        this.tables = new RandomTableCommands(things, dice);
        this.creations = new RandomCreations(things, dice);
        this.changes = new RandomChanges(things, dice);
    }

    String next() {
        while (true) {
            Optional<String> statement =
                    switch (dice.below(12)) {
                        case 0, 1, 2, 3, 4 -> tables.statement();
                        case 5 -> tables.partition();
                        case 6, 7 -> creations.statement();
                        case 8 -> changes.drop();
                        case 9 -> changes.rename();
                        case 10 -> changes.alter();
                        default -> changes.keep();
                    };
            if (statement.isPresent()) {
                return statement.get();
            }
        }
    }
}
