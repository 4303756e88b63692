package dev.plumbline.risk;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of tables. */
final class KeyCourse {
    /** The version from which what refuses NULL is a constraint with a name. */
    static final int NOT_NULL_HAS_A_NAME_SINCE = 18;

    private final World world;
    private final String text;
    private final GeneratedNames names;

    KeyCourse(World world, String text) {
        this.world = world;
        this.text = text;
        this.names = new GeneratedNames(world);
    }

    /**
     * Adds a constraint, where it is one.
     *
     * @param own   the column that it is written beside; empty for none
     * @param empty whether the table is only being made, so that nothing can be not valid
     */
    void add(Relation table, Tree constraint, Optional<String> own, boolean empty) {
        switch (constraint.text("contype")) {
            case "CONSTR_PRIMARY" -> unique(table, constraint, own, Constraint.Type.PRIMARY_KEY);
            case "CONSTR_UNIQUE" -> unique(table, constraint, own, Constraint.Type.UNIQUE);
            case "CONSTR_EXCLUSION" -> unique(table, constraint, own, Constraint.Type.EXCLUDE);
            case "CONSTR_CHECK" -> check(table, constraint, empty);
            case "CONSTR_FOREIGN" -> foreign(table, constraint, own, empty);
            case "CONSTR_NOTNULL" -> {
                boolean validated = !constraint.flag("skip_validation") || empty;
                List<String> columns = own.map(List::of).orElseGet(() -> constraint.names("keys"));
                for (String column : columns) {
                    requires(table, column, constraint.text("conname"), validated, constraint.flag("is_no_inherit"));
                }
            }
            default -> {
                // Not a constraint of its own.
            }
        }
    }

    /** The column refuses NULL from now on. {@code name} may be empty. */
    void requires(Relation table, String column, String name, boolean validated, boolean noInherit) {
        Optional<Relation.Column> has = table.column(column);
        if (has.isEmpty()) {
            return;
        }
        table.put(has.get().withNotNull(true));
        Optional<Relation.Key> existing = notNull(table, column);
        if (world.major() < NOT_NULL_HAS_A_NAME_SINCE) {
            return;
        }
        if (existing.isPresent()) {
            Relation.Key key = existing.get();
            table.put(key.with(key.descent().declared()).withValidated(key.validated() || validated));
            return;
        }
        String chosen = name.isEmpty() ? names.constraint(table.name(), column, "not_null", List.of()) : name;
        table.put(Relation.Key.of(chosen, Constraint.Type.NOT_NULL, List.of(column))
                .withValidated(validated)
                .withNoInherit(noInherit));
    }

    /** The constraint by which a column refuses NULL. */
    static Optional<Relation.Key> notNull(Relation table, String column) {
        return table.keys().stream()
                .filter(key ->
                        key.type() == Constraint.Type.NOT_NULL && key.columns().equals(List.of(column)))
                .findFirst();
    }

    private void unique(Relation table, Tree constraint, Optional<String> own, Constraint.Type type) {
        if (!constraint.text("indexname").isEmpty()) {
            using(table, constraint, type);
            return;
        }
        List<Tree> elements = new ArrayList<>();
        constraint
                .list("exclusions")
                .forEach(it -> elements.add(it.list("items").getFirst()));
        List<String> columns = new ArrayList<>(own.map(List::of).orElse(List.of()));
        columns.addAll(constraint.names("keys"));
        elements.stream().map(it -> it.text("name")).filter(it -> !it.isEmpty()).forEach(columns::add);
        List<String> keys = new ArrayList<>(columns);
        List<String> called = new ArrayList<>(elements.isEmpty() ? columns : GeneratedNames.columns(elements));
        called.addAll(constraint.names("including"));
        Set<String> all = new HashSet<>(columns);
        all.addAll(constraint.names("including"));
        elements.forEach(it -> all.addAll(ColumnCourse.columns(it)));
        all.addAll(ColumnCourse.columns(constraint.child("where_clause")));
        boolean computes = !constraint.child("where_clause").isNone()
                || elements.stream().anyMatch(it -> it.text("name").isEmpty());
        String method = constraint.text("access_method");
        unique(
                table,
                Relation.Key.of(constraint.text("conname"), type, columns),
                new Relation.Index(
                        table.name(),
                        method.isEmpty() ? "btree" : method,
                        keys,
                        called,
                        all,
                        computes,
                        IndexCourse.written(constraint.child("where_clause")),
                        type != Constraint.Type.EXCLUDE,
                        Optional.empty()));
    }

    /** Makes a key and its index, on partitions too. A name that is empty is chosen. */
    private void unique(Relation table, Relation.Key key, Relation.Index like) {
        String name = key.name().isEmpty() ? nameOf(table, key.type(), like.called()) : key.name();
        QualifiedName index = new QualifiedName(table.name().schema(), name);
        IndexCourse indexes = new IndexCourse(world, text);
        if (key.type() == Constraint.Type.PRIMARY_KEY) {
            key.columns().forEach(column -> new FamilyCourse(world, text).requires(table, column, ""));
        }
        indexes.put(table, like.named(index));
        table.put(key.named(name).withIndex(index));
        if (table.kind() == Relation.Kind.PARTITIONED_TABLE) {
            for (Relation child : world.children(table)) {
                part(child, key.named(name).withIndex(index), like.named(index));
            }
        }
    }

    /** A partition's part of a key: one that it has, or a new one. */
    void part(Relation child, Relation.Key key, Relation.Index index) {
        Optional<Relation.Key> has = child.keys().stream()
                .filter(it -> it.type() == key.type())
                .filter(it -> it.index()
                        .flatMap(child::index)
                        .filter(own -> own.parent().isEmpty() && own.isLike(index))
                        .isPresent())
                .findFirst();
        if (has.isPresent()) {
            Relation.Key own = has.get();
            child.put(own.with(Descent.INHERITED));
            own.index().flatMap(child::index).ifPresent(it -> child.put(it.attachedTo(Optional.of(index.name()))));
            return;
        }
        String name = nameOf(child, key.type(), index.called());
        QualifiedName own = new QualifiedName(child.name().schema(), name);
        new IndexCourse(world, text).put(child, index.named(own).attachedTo(Optional.of(index.name())));
        Relation.Key part = key.named(name).withIndex(own).with(Descent.INHERITED);
        child.put(part);
        if (child.kind() == Relation.Kind.PARTITIONED_TABLE) {
            world.children(child).forEach(it -> part(it, part, index.named(own)));
        }
    }

    /** The table gets indexes and keys like another's, under names of their own. */
    void alike(Relation table, Relation other) {
        for (Relation.Index index : List.copyOf(other.indexes())) {
            Relation.Index own = index.attachedTo(Optional.empty());
            Optional<Relation.Key> key = other.keys().stream()
                    .filter(it -> it.index().filter(index.name()::equals).isPresent())
                    .findFirst();
            if (key.isPresent()) {
                unique(table, key.get().named("").with(Descent.OWN), own);
            } else {
                new IndexCourse(world, text)
                        .make(table, own.named(new QualifiedName(table.name().schema(), "")));
            }
        }
    }

    private String nameOf(Relation table, Constraint.Type type, List<String> columns) {
        return switch (type) {
            case PRIMARY_KEY -> names.indexOfConstraint(table.name(), "", "pkey");
            case EXCLUDE -> names.indexOfConstraint(table.name(), GeneratedNames.joined(columns), "excl");
            default -> names.indexOfConstraint(table.name(), GeneratedNames.joined(columns), "key");
        };
    }

    /** An index becomes a constraint's, and has its name from then on. */
    private void using(Relation table, Tree constraint, Constraint.Type type) {
        QualifiedName was = new QualifiedName(table.name().schema(), constraint.text("indexname"));
        String given = constraint.text("conname");
        String name = given.isEmpty() ? was.name() : given;
        new RenameCourse(world).renamed(was, new QualifiedName(was.schema(), name));
        QualifiedName index = new QualifiedName(was.schema(), name);
        List<String> columns = table.index(index).map(Relation.Index::keys).orElse(List.of());
        if (type == Constraint.Type.PRIMARY_KEY) {
            columns.forEach(column -> new FamilyCourse(world, text).requires(table, column, ""));
        }
        table.put(Relation.Key.of(name, type, columns).withIndex(index));
    }

    private void check(Relation table, Tree constraint, boolean empty) {
        Set<String> columns = ColumnCourse.columns(constraint.child("raw_expr"));
        String given = constraint.text("conname");
        String name = given.isEmpty()
                ? names.constraint(
                        table.name(), columns.size() == 1 ? columns.iterator().next() : "", "check", List.of())
                : given;
        Relation.Key key = Relation.Key.of(name, Constraint.Type.CHECK, List.copyOf(columns))
                .withValidated(!constraint.flag("skip_validation") || empty)
                .saying(expression(constraint))
                .withNoInherit(constraint.flag("is_no_inherit"));
        key = constraint.flag("is_enforced") ? key : key.withEnforced(false);
        new FamilyCourse(world, text).check(table, key);
        ObjectId id = new ObjectId(ObjectKind.CONSTRAINT, table.name(), name);
        new Mentions(world).in(constraint.child("raw_expr")).forEach(need -> world.needs(id, need));
    }

    /** The text of a check, from its parenthesis to the one that closes it. */
    private String expression(Tree constraint) {
        int from = text.indexOf('(', Math.min(text.length(), constraint.at().orElse(0)));
        if (from < 0) {
            return "";
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return text.substring(from, i + 1);
            }
        }
        return "";
    }

    private void foreign(Relation table, Tree constraint, Optional<String> own, boolean empty) {
        List<String> columns = new ArrayList<>(own.map(List::of).orElse(List.of()));
        columns.addAll(constraint.names("fk_attrs"));
        QualifiedName to = world.name(constraint.child("pktable"));
        List<String> pointed = constraint.names("pk_attrs");
        if (pointed.isEmpty()) {
            pointed = world.relation(to).keys().stream()
                    .filter(key -> key.type() == Constraint.Type.PRIMARY_KEY)
                    .findFirst()
                    .map(Relation.Key::columns)
                    .orElse(List.of());
        }
        String given = constraint.text("conname");
        String name = given.isEmpty()
                ? names.constraint(table.name(), GeneratedNames.joined(columns), "fkey", List.of())
                : given;
        Relation.Key key = Relation.Key.of(name, Constraint.Type.FOREIGN_KEY, columns)
                .withValidated(!constraint.flag("skip_validation") || empty)
                .pointingTo(to, pointed);
        new FamilyCourse(world, text).foreign(table, constraint.flag("is_enforced") ? key : key.withEnforced(false));
    }
}
