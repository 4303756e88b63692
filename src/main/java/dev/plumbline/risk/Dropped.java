package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The objects that a DROP statement names. */
public final class Dropped {
    private Dropped() {}

    /** What a DROP statement names; nothing for what is not known to be there. */
    public static List<ObjectId> by(Tree statement, World world) {
        List<ObjectId> ids = new ArrayList<>();
        for (Tree object : statement.list("objects")) {
            ids.addAll(named(statement.text("removeType"), object, world));
        }
        return ids;
    }

    private static List<ObjectId> named(String type, Tree object, World world) {
        List<String> names = object.names("items");
        return switch (type) {
            case "OBJECT_TABLE",
                    "OBJECT_VIEW",
                    "OBJECT_MATVIEW",
                    "OBJECT_SEQUENCE",
                    "OBJECT_INDEX",
                    "OBJECT_FOREIGN_TABLE" ->
                world.find(world.name(names)).map(it -> List.of(it.id())).orElse(List.of());
            case "OBJECT_TRIGGER" -> part(ObjectKind.TRIGGER, names, world);
            case "OBJECT_RULE" -> part(ObjectKind.RULE, names, world);
            case "OBJECT_POLICY" -> part(ObjectKind.POLICY, names, world);
            case "OBJECT_TYPE", "OBJECT_DOMAIN" -> {
                QualifiedName name = world.typeOf(object.names("names"));
                yield all(
                        world,
                        id -> id.kind().isType()
                                && id.kind() != ObjectKind.COLLATION
                                && id.name().equals(name));
            }
            case "OBJECT_COLLATION" -> {
                QualifiedName name = world.typeOf(names);
                yield all(
                        world,
                        id -> id.kind() == ObjectKind.COLLATION
                                && id.name().name().equals(name.name())
                                && (names.size() == 1 || id.name().equals(name)));
            }
            case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE" -> {
                List<String> called = object.names("objname");
                yield all(
                        world,
                        id -> id.kind().isRoutine()
                                && id.called().name().equals(called.getLast())
                                && (called.size() == 1 || id.name().schema().equals(called.getFirst()))
                                && hasArguments(id, object, world));
            }
            case "OBJECT_SCHEMA" -> List.of(ObjectId.of(ObjectKind.SCHEMA, new QualifiedName("", object.text("sval"))));
            case "OBJECT_STATISTIC_EXT" -> {
                QualifiedName name = world.name(names);
                yield all(
                        world,
                        id -> id.kind() == ObjectKind.STATISTICS
                                && id.name().name().equals(name.name())
                                && (names.size() == 1 || id.name().equals(name)));
            }
            case "OBJECT_EXTENSION" ->
                List.of(ObjectId.of(ObjectKind.EXTENSION, new QualifiedName("", object.text("sval"))));
            default -> List.of();
        };
    }

    private static boolean hasArguments(ObjectId id, Tree object, World world) {
        if (object.flag("args_unspecified")) {
            return true;
        }
        String arguments = object.list("objargs").stream()
                .map(type -> Types.format(type, world))
                .collect(Collectors.joining(", ", "(", ")"));
        return id.name().name().endsWith(arguments);
    }

    private static List<ObjectId> part(ObjectKind kind, List<String> names, World world) {
        QualifiedName table = world.name(names.subList(0, names.size() - 1));
        return List.of(new ObjectId(kind, table, names.getLast()));
    }

    private static List<ObjectId> all(World world, Predicate<ObjectId> which) {
        return world.objects().stream().filter(which).sorted().toList();
    }
}
