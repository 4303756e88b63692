package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;

/** Types and domains. */
final class TypeCourse {
    private final World world;

    TypeCourse(World world) {
        this.world = world;
    }

    void run(Tree statement) {
        switch (statement.kind()) {
            case "CompositeTypeStmt" -> composite(statement);
            case "CreateEnumStmt" -> named(ObjectKind.ENUM, statement.names("typeName"));
            case "CreateRangeStmt" -> named(ObjectKind.RANGE_TYPE, statement.names("typeName"));
            case "DefineStmt" -> {
                if (statement.text("kind").equals("OBJECT_COLLATION")) {
                    world.add(ObjectId.of(ObjectKind.COLLATION, world.nameOfNew(statement.names("defnames"))));
                }
            }
            case "CreateDomainStmt" -> domain(statement);
            case "AlterDomainStmt" -> alter(statement);
            default -> throw new IllegalArgumentException(statement.kind());
        }
    }

    private void named(ObjectKind kind, List<String> names) {
        QualifiedName name = world.nameOfNew(names);
        world.putType(name);
        world.add(ObjectId.of(kind, name));
    }

    private void composite(Tree statement) {
        Relation type =
                new Relation(world.nameOfNew(statement.child("typevar")), Relation.Kind.COMPOSITE_TYPE, true, true);
        statement.list("coldeflist").forEach(field -> type.put(ColumnCourse.field(field, world)));
        world.put(type);
        world.add(type.id());
    }

    private void domain(Tree statement) {
        QualifiedName name = world.nameOfNew(statement.names("domainname"));
        World.Domain domain = new World.Domain(Types.format(statement.child("typeName"), world), false, Set.of());
        for (Tree constraint : statement.list("constraints")) {
            domain = constrained(domain, name, constraint);
        }
        world.putDomain(name, domain);
        ObjectId id = ObjectId.of(ObjectKind.DOMAIN, name);
        world.add(id);
        new Mentions(world).in(statement).forEach(need -> world.needs(id, need));
    }

    private World.Domain constrained(World.Domain domain, QualifiedName name, Tree constraint) {
        return switch (constraint.text("contype")) {
            case "CONSTR_NOTNULL" -> domain.withNotNull(true);
            case "CONSTR_NULL" -> domain.withNotNull(false);
            case "CONSTR_CHECK" -> {
                String given = constraint.text("conname");
                yield domain.withCheck(
                        given.isEmpty()
                                ? new GeneratedNames(world).constraint(name, "", "check", domain.checks())
                                : given);
            }
            default -> domain;
        };
    }

    private void alter(Tree statement) {
        QualifiedName name = world.typeOf(statement.names("typeName"));
        world.domain(Types.text(name))
                .map(domain -> switch (statement.text("subtype")) {
                    case "O" -> domain.withNotNull(true);
                    case "N" -> domain.withNotNull(false);
                    case "C" -> constrained(domain, name, statement.child("def"));
                    case "X" -> domain.withoutCheck(statement.text("name"));
                    default -> domain;
                })
                .ifPresent(domain -> world.putDomain(name, domain));
    }
}
