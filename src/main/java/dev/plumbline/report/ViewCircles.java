package dev.plumbline.report;

import dev.plumbline.model.Column;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.ObjectKind;
import dev.plumbline.model.Schema;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.model.View;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Views that need each other in a circle, as {@code CREATE OR REPLACE VIEW} can make them, directly or by routines between them.
 * None can be made before the others, but one that reads nothing can.
 */
final class ViewCircles {
    private static final Set<ObjectKind> LINKS = EnumSet.of(
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE);

    private final Schema schema;
    private final Set<ObjectId> done = new HashSet<>();
    private final LinkedHashSet<ObjectId> path = new LinkedHashSet<>();

    private ViewCircles(Schema schema) {
        this.schema = schema;
    }

    /**
     * The schema in which one view of each circle has the same columns and reads nothing; the same where there is no circle.
     * PostgreSQL replaces such a view by the real one, as it does for a dump of {@code pg_dump}.
     */
    static Schema opened(Schema schema) {
        Schema open = schema;
        for (Set<ObjectId> circle = circle(open); !circle.isEmpty(); circle = circle(open)) {
            open = opened(open, circle);
        }
        return open;
    }

    private static Schema opened(Schema schema, Set<ObjectId> circle) {
        View view = circle.stream()
                .flatMap(id -> schema.find(id).stream())
                .filter(it -> it instanceof View plain && !plain.materialized())
                .map(View.class::cast)
                .findFirst()
                .orElseThrow();
        SortedMap<ObjectId, SchemaObject.Whole> objects = new TreeMap<>(schema.objects());
        objects.put(view.id(), readingNothing(view));
        SortedMap<ObjectId, Set<ObjectId>> dependencies = new TreeMap<>(schema.dependencies());
        Set<ObjectId> needs = new TreeSet<>(dependencies.getOrDefault(view.id(), Set.of()));
        needs.removeIf(need -> circle.contains(whole(schema, need)));
        dependencies.put(view.id(), needs);
        return new Schema(schema.source(), schema.serverMajor(), objects, dependencies);
    }

    /** Its options, such as a CHECK OPTION, may ask for more than such a query has; they come with the real one. */
    private static View readingNothing(View view) {
        String nulls = view.columns().stream().map(ViewCircles::nothing).collect(Collectors.joining(", "));
        return new View(
                view.name(),
                view.origin(),
                view.comment(),
                view.owner(),
                view.privileges(),
                view.materialized(),
                "SELECT " + nulls,
                view.columns(),
                view.triggers(),
                view.rules(),
                List.of(),
                view.populated(),
                view.accessMethod(),
                view.tablespace());
    }

    private static String nothing(Column column) {
        return "NULL::" + column.type()
                + column.collation().map(it -> " COLLATE " + it).orElse("") + " AS "
                + Identifiers.quote(column.name());
    }

    /** Any circle with a view in it that is not materialized; empty where there is none. */
    private static Set<ObjectId> circle(Schema schema) {
        ViewCircles search = new ViewCircles(schema);
        // Any circle that can be opened has such a view, and is found from there.
        for (View view : schema.all(View.class)) {
            Optional<Set<ObjectId>> found = search.from(view.id());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Set.of();
    }

    private Optional<Set<ObjectId>> from(ObjectId id) {
        if (path.contains(id)) {
            List<ObjectId> all = new ArrayList<>(path);
            Set<ObjectId> circle = new LinkedHashSet<>(all.subList(all.indexOf(id), all.size()));
            return circle.stream().anyMatch(it -> it.kind() == ObjectKind.VIEW)
                    ? Optional.of(circle)
                    : Optional.empty();
        }
        if (!LINKS.contains(id.kind()) || !done.add(id)) {
            return Optional.empty();
        }
        path.add(id);
        for (ObjectId need : schema.dependencies().getOrDefault(id, Set.of())) {
            Optional<Set<ObjectId>> found = from(whole(schema, need));
            if (found.isPresent()) {
                return found;
            }
        }
        path.removeLast();
        return Optional.empty();
    }

    /** What is needed with a column of it. */
    private static ObjectId whole(Schema schema, ObjectId need) {
        return need.kind() == ObjectKind.COLUMN
                ? schema.whole(need).map(SchemaObject::id).orElse(need)
                : need;
    }
}
