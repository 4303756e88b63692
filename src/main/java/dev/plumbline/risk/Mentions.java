package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The objects that an expression or a query names, as far as they are known: what has it cannot be without them. */
final class Mentions {
    private final World world;

    Mentions(World world) {
        this.world = world;
    }

    /** Relations, their columns, functions, sequences and types. */
    Set<ObjectId> in(Tree expression) {
        Set<ObjectId> all = new LinkedHashSet<>();
        Set<String> columns = new HashSet<>();
        boolean[] star = new boolean[1];
        expression.walk(node -> {
            switch (node.kind()) {
                case "ColumnRef" -> {
                    List<String> names = node.names("fields");
                    star[0] |= names.size() < node.list("fields").size();
                    columns.addAll(names);
                }
                case "FuncCall" -> {
                    functions(node.names("funcname"), all);
                    sequence(node, all);
                }
                case "TypeCast" -> type(node.child("typeName"), all);
                default -> {
                    // Names nothing but relations, below.
                }
            }
        });
        for (Relation relation : relations(expression)) {
            all.add(relation.id());
            relation.columns().stream()
                    .filter(column -> star[0] || columns.contains(column.name()))
                    .forEach(column -> all.add(new ObjectId(ObjectKind.COLUMN, relation.name(), column.name())));
        }
        return all;
    }

    private Set<Relation> relations(Tree query) {
        Set<Relation> relations = new LinkedHashSet<>();
        Set<String> named = new HashSet<>();
        query.walk(node -> {
            if (node.is("CommonTableExpr")) {
                named.add(node.text("ctename"));
            }
        });
        query.walk(node -> {
            boolean own = node.text("schemaname").isEmpty() && named.contains(node.text("relname"));
            if (!node.text("relname").isEmpty() && !own) {
                world.find(world.name(node)).ifPresent(relations::add);
            }
        });
        return relations;
    }

    private void functions(List<String> names, Set<ObjectId> all) {
        world.routinesAndTypes().stream()
                .filter(id -> id.kind().isRoutine()
                        && id.called().name().equals(names.getLast())
                        && (names.size() == 1 || id.name().schema().equals(names.getFirst())))
                .forEach(all::add);
    }

    /** {@code nextval('tickets')} is bound to its sequence when it is parsed. */
    private void sequence(Tree call, Set<ObjectId> all) {
        if (call.names("funcname").getLast().equals("nextval")
                && !call.list("args").isEmpty()) {
            Tree argument = call.list("args").getFirst();
            Tree constant = argument.is("TypeCast") ? argument.child("arg") : argument;
            String text = constant.child("sval").text("sval").replace("\"", "");
            if (!text.isEmpty()) {
                QualifiedName name = world.name(List.of(text.split("\\.", -1)));
                world.find(name).ifPresent(sequence -> all.add(sequence.id()));
            }
        }
    }

    private void type(Tree typeName, Set<ObjectId> all) {
        String type = Types.base(Types.format(typeName, world));
        world.routinesAndTypes().stream()
                .filter(id -> id.kind().isType() && Types.text(id.name()).equals(type))
                .forEach(all::add);
    }
}
