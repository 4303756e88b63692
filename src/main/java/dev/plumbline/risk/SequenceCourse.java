package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;

/** Sequences, those of serial and identity columns too. */
final class SequenceCourse {
    private final World world;

    SequenceCourse(World world) {
        this.world = world;
    }

    void run(Tree statement) {
        Tree named = statement.child("sequence");
        if (statement.is("AlterSeqStmt")) {
            world.find(world.name(named)).ifPresent(sequence -> owned(sequence, statement));
            return;
        }
        QualifiedName name = world.nameOfNew(named);
        if (statement.flag("if_not_exists") && world.find(name).isPresent()) {
            return;
        }
        Relation sequence = new Relation(name, Relation.Kind.SEQUENCE, true, true);
        sequence.logged(!named.text("relpersistence").equals("u"));
        world.put(sequence);
        owned(sequence, statement);
    }

    private void owned(Relation sequence, Tree statement) {
        for (Tree option : statement.list("options")) {
            if (option.text("defname").equals("owned_by")) {
                List<String> names = option.child("arg").names("items");
                if (names.size() == 1) {
                    sequence.belongsToNone();
                } else {
                    sequence.belongsTo(world.name(names.subList(0, names.size() - 1)), names.getLast());
                }
            }
        }
    }

    /** The one that a serial column has its default from, or that an identity column keeps for itself. */
    void of(Relation table, String column, List<Tree> options, boolean serial) {
        QualifiedName name = options.stream()
                .filter(option -> option.text("defname").equals("sequence_name"))
                .map(option -> world.nameOfNew(option.child("arg").names("items")))
                .findFirst()
                .orElseGet(() -> new QualifiedName(
                        table.name().schema(), new GeneratedNames(world).relation(table.name(), column, "seq")));
        Relation sequence = new Relation(name, Relation.Kind.SEQUENCE, true, true);
        sequence.belongsTo(table.name(), column);
        sequence.logged(table.logged());
        world.put(sequence);
        if (!serial) {
            sequence.keptByIdentity();
        } else {
            world.needs(new ObjectId(ObjectKind.COLUMN, table.name(), column), sequence.id());
        }
    }

    /** An identity column's goes with what made it one. */
    void drop(Relation table, String column) {
        world.sequencesOf(table.name()).stream()
                .filter(sequence -> sequence.ofIdentity()
                        && sequence.ownerColumn().filter(column::equals).isPresent())
                .toList()
                .forEach(sequence -> world.remove(sequence.name()));
    }
}
