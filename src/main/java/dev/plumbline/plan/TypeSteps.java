package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.CompositeChange;
import dev.plumbline.diff.DomainChange;
import dev.plumbline.diff.EnumChange;
import dev.plumbline.model.Collation;
import dev.plumbline.model.CompositeType;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.RangeType;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Types and collations. */
final class TypeSteps {
    private TypeSteps() {}

    static List<Step> create(EnumType type, Change cause) {
        return List.of(Step.of(
                "CREATE TYPE " + Names.sql(type.name()) + " AS ENUM ("
                        + type.labels().stream().map(Identifiers::quoteLiteral).collect(Collectors.joining(", "))
                        + ")",
                cause));
    }

    /** Each new label where it belongs; one is usable only after its transaction. */
    static List<Step> extend(EnumChange.Extended change) {
        List<Step> steps = new ArrayList<>();
        List<String> there = new ArrayList<>(change.from().labels());
        List<String> wanted = change.to().labels();
        String add = "ALTER TYPE " + Names.sql(change.to().name()) + " ADD VALUE ";
        for (int i = 0; i < wanted.size(); i++) {
            String label = wanted.get(i);
            if (there.contains(label)) {
                continue;
            }
            String place = "";
            if (i > 0) {
                place = i < there.size() ? " AFTER " + Identifiers.quoteLiteral(wanted.get(i - 1)) : "";
            } else if (!there.isEmpty()) {
                place = " BEFORE " + Identifiers.quoteLiteral(there.getFirst());
            }
            steps.add(Step.of(add + Identifiers.quoteLiteral(label) + place, change));
            there.add(Math.min(i, there.size()), label);
        }
        return steps;
    }

    static List<Step> create(DomainType type, Change cause) {
        StringBuilder sql = new StringBuilder("CREATE DOMAIN ")
                .append(Names.sql(type.name()))
                .append(" AS ")
                .append(type.baseType());
        type.collation().ifPresent(collation -> sql.append(" COLLATE ").append(collation));
        type.defaultValue().ifPresent(value -> sql.append(" DEFAULT ").append(value));
        boolean named = false;
        for (Constraint constraint : type.constraints()) {
            if (constraint.validated()) {
                sql.append(" CONSTRAINT ")
                        .append(Names.quote(constraint.name()))
                        .append(" ")
                        .append(constraint.definition());
                named = named || constraint.type() == Constraint.Type.NOT_NULL;
            }
        }
        if (type.notNull() && !named) {
            sql.append(" NOT NULL");
        }
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(sql.toString(), cause));
        type.constraints().stream()
                .filter(constraint -> !constraint.validated())
                .forEach(constraint -> steps.add(Step.of(
                        "ALTER DOMAIN " + Names.sql(type.name()) + " ADD CONSTRAINT " + Names.quote(constraint.name())
                                + " " + constraint.definition(),
                        cause)));
        return steps;
    }

    static List<Step> change(DomainChange change) {
        return switch (change) {
            case DomainChange.Defaulted it ->
                List.of(Step.of(
                        "ALTER DOMAIN " + Names.sql(it.to().name())
                                + it.to()
                                        .defaultValue()
                                        .map(value -> " SET DEFAULT " + value)
                                        .orElse(" DROP DEFAULT"),
                        it));
            case DomainChange.Required it -> {
                boolean named = it.to().constraints().stream().anyMatch(c -> c.type() == Constraint.Type.NOT_NULL)
                        || it.from().constraints().stream().anyMatch(c -> c.type() == Constraint.Type.NOT_NULL);
                // Where the constraint has a name, its own change adds or drops it.
                yield named
                        ? List.of()
                        : List.of(Step.of(
                                "ALTER DOMAIN " + Names.sql(it.to().name())
                                        + (it.to().notNull() ? " SET NOT NULL" : " DROP NOT NULL"),
                                it));
            }
            case DomainChange.Created _, DomainChange.Dropped _, DomainChange.Rebuilt _ -> List.of();
        };
    }

    static List<Step> create(CompositeType type, Change cause) {
        return List.of(Step.of(
                "CREATE TYPE " + Names.sql(type.name()) + " AS ("
                        + type.attributes().stream().map(TypeSteps::attribute).collect(Collectors.joining(", "))
                        + ")",
                cause));
    }

    private static String attribute(CompositeType.Attribute attribute) {
        return Names.quote(attribute.name()) + " " + attribute.type()
                + attribute
                        .collation()
                        .map(collation -> " COLLATE " + collation)
                        .orElse("");
    }

    static List<Step> reshape(CompositeChange.Reshaped change) {
        Map<String, CompositeType.Attribute> before = new TreeMap<>();
        change.from().attributes().forEach(attribute -> before.put(attribute.name(), attribute));
        List<String> actions = new ArrayList<>();
        for (CompositeType.Attribute attribute : change.to().attributes()) {
            CompositeType.Attribute was = before.remove(attribute.name());
            if (was == null) {
                actions.add("ADD ATTRIBUTE " + attribute(attribute));
            } else if (!was.type().equals(attribute.type()) || !was.collation().equals(attribute.collation())) {
                actions.add("ALTER ATTRIBUTE " + Names.quote(attribute.name()) + " TYPE " + attribute.type()
                        + attribute
                                .collation()
                                .map(collation -> " COLLATE " + collation)
                                .orElse(""));
            }
        }
        before.keySet().forEach(name -> actions.addFirst("DROP ATTRIBUTE " + Names.quote(name)));
        return actions.isEmpty()
                ? List.of()
                : List.of(Step.of(
                        "ALTER TYPE " + Names.sql(change.to().name()) + " " + String.join(", ", actions), change));
    }

    static List<Step> create(RangeType type, Change cause) {
        StringBuilder sql = new StringBuilder("CREATE TYPE ")
                .append(Names.sql(type.name()))
                .append(" AS RANGE (SUBTYPE = ")
                .append(type.subtype());
        type.operatorClass().ifPresent(it -> sql.append(", SUBTYPE_OPCLASS = ").append(it));
        type.collation().ifPresent(it -> sql.append(", COLLATION = ").append(it));
        type.canonical().ifPresent(it -> sql.append(", CANONICAL = ").append(it));
        type.subtypeDiff().ifPresent(it -> sql.append(", SUBTYPE_DIFF = ").append(it));
        type.multirangeName()
                .ifPresent(it -> sql.append(", MULTIRANGE_TYPE_NAME = ").append(Names.sql(it)));
        sql.append(")");
        return List.of(Step.of(sql.toString(), cause));
    }

    static List<Step> create(Collation collation, Change cause) {
        String[] parts = collation.locale().split("/", 2);
        String locale = parts.length == 1
                ? "LOCALE = " + Identifiers.quoteLiteral(parts[0])
                : "LC_COLLATE = " + Identifiers.quoteLiteral(parts[0]) + ", LC_CTYPE = "
                        + Identifiers.quoteLiteral(parts[1]);
        return List.of(Step.of(
                "CREATE COLLATION " + Names.sql(collation.name()) + " (PROVIDER = " + collation.provider() + ", "
                        + locale + (collation.deterministic() ? "" : ", DETERMINISTIC = false")
                        + collation
                                .rules()
                                .map(rules -> ", RULES = " + Identifiers.quoteLiteral(rules))
                                .orElse("")
                        + ")",
                cause));
    }
}
