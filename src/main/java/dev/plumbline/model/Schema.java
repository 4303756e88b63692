package dev.plumbline.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that a project has in one database.
 *
 * @param source       what was read, as the user named it
 * @param serverMajor  the version of the server that deparsed it, such as 18
 * @param objects      those that stand by themselves, by their ids; parts are in theirs
 * @param dependencies for an object or part, what it cannot be made without; both ends are in this schema
 */
public record Schema(
        String source,
        int serverMajor,
        SortedMap<ObjectId, SchemaObject.Whole> objects,
        SortedMap<ObjectId, Set<ObjectId>> dependencies) {
    private static final List<ObjectKind> WITH_PARTS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN);

    /** Everybody, and what names a role instead of being one. */
    private static final Set<String> NO_ROLES =
            Set.of(Privilege.PUBLIC, "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE");

    public Schema {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        SortedMap<ObjectId, Set<ObjectId>> sorted = new TreeMap<>(dependencies);
        sorted.replaceAll(
                (from, to) -> to.size() == 1 ? Set.copyOf(to) : Collections.unmodifiableSet(new TreeSet<>(to)));
        dependencies = Collections.unmodifiableSortedMap(sorted);
    }

    /**
     * What a database holds as {@code CREATE DATABASE} makes it: the schema {@code public} (PostgreSQL 18 manual, 5.10.2: up to
     * version 14 everybody may create in it).
     *
     * @param source      what {@link #source} says
     * @param serverMajor such as 18
     */
    public static Schema ofNewDatabase(String source, int serverMajor) {
        List<Privilege> rights = Stream.of("CREATE", "USAGE")
                .filter(right -> right.equals("USAGE") || serverMajor < 15)
                .map(right -> new Privilege(Privilege.PUBLIC, right, "", false, false))
                .toList();
        Namespace made = new Namespace(
                "public",
                Origin.of(source),
                Optional.of("standard public schema"),
                serverMajor < 15 ? "postgres" : "pg_database_owner",
                rights);
        return new Schema(source, serverMajor, new TreeMap<>(Map.of(made.id(), made)), new TreeMap<>());
    }

    /** The objects of one record type, in the order of their ids. */
    public <T extends SchemaObject.Whole> List<T> all(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The object that a part belongs to; a whole is its own. */
    public Optional<SchemaObject.Whole> whole(ObjectId id) {
        if (id.part().isEmpty()) {
            return find(id);
        }
        // Plain loops: a plan asks for both ends of each of a large schema's dependencies.
        for (ObjectKind kind : WITH_PARTS) {
            SchemaObject.Whole whole = objects.get(ObjectId.of(kind, id.name()));
            if (whole != null) {
                return Optional.of(whole);
            }
        }
        return Optional.empty();
    }

    /** An object or a part. */
    public Optional<SchemaObject> object(ObjectId id) {
        if (id.part().isEmpty()) {
            return find(id).map(SchemaObject.class::cast);
        }
        Optional<SchemaObject.Whole> whole = whole(id);
        if (whole.isPresent()) {
            for (SchemaObject part : whole.get().parts()) {
                if (part.id().equals(id)) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    /** The roles that rights, policies and default rights name: they are the server's, and in no schema. Sorted. */
    public List<String> roles() {
        TreeSet<String> roles = new TreeSet<>();
        for (SchemaObject.Whole object : objects.values()) {
            object.privileges().stream().map(Privilege::grantee).forEach(roles::add);
            object.parts().stream()
                    .flatMap(part -> part instanceof Policy policy ? policy.roles().stream() : Stream.empty())
                    .forEach(roles::add);
            if (object instanceof DefaultPrivileges defaults) {
                roles.add(defaults.role());
            }
        }
        roles.removeAll(NO_ROLES);
        return List.copyOf(roles);
    }

    /** An object that stands by itself. */
    public Optional<SchemaObject.Whole> find(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }
}
