package dev.plumbline.risk;

import dev.plumbline.model.ObjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What cannot be without what, in both directions. Of what a {@link Relation} tells of itself nothing need be in it. */
final class Needs {
    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();
    private final Map<ObjectId, Set<ObjectId>> users = new HashMap<>();

    void add(ObjectId user, ObjectId need) {
        if (!user.equals(need)) {
            needs.computeIfAbsent(user, _ -> new LinkedHashSet<>()).add(need);
            users.computeIfAbsent(need, _ -> new LinkedHashSet<>()).add(user);
        }
    }

    Set<ObjectId> of(ObjectId user) {
        return needs.getOrDefault(user, Set.of());
    }

    Set<ObjectId> users(ObjectId need) {
        return users.getOrDefault(need, Set.of());
    }

    /** Everything that it tells of. */
    Set<ObjectId> objects() {
        Set<ObjectId> all = new HashSet<>(needs.keySet());
        all.addAll(users.keySet());
        return all;
    }

    /** It needs nothing any more, as before it is made again. */
    void forget(ObjectId user) {
        for (ObjectId need : List.copyOf(of(user))) {
            users(need).remove(user);
        }
        needs.remove(user);
    }

    /** It is gone. */
    void remove(ObjectId id) {
        forget(id);
        for (ObjectId user : List.copyOf(users(id))) {
            of(user).remove(id);
        }
        users.remove(id);
    }

    void rename(UnaryOperator<ObjectId> names) {
        Map<ObjectId, Set<ObjectId>> was = new HashMap<>(needs);
        needs.clear();
        users.clear();
        was.forEach((user, all) -> all.forEach(need -> add(names.apply(user), names.apply(need))));
    }
}
