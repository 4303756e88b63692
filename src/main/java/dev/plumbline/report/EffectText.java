package dev.plumbline.report;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.plan.BlastRadius;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What a statement does to those who use the database, in words. */
final class EffectText {
    private static final int SHOWN = 4;

    private EffectText() {}

    /** One line; empty where nobody notices. */
    static Optional<String> line(BlastRadius radius) {
        Effect effect = radius.effect();
        String meanwhile = meanwhile(effect);
        LockMode least = meanwhile.isEmpty() ? LockMode.SHARE : LockMode.SHARE_UPDATE_EXCLUSIVE;
        Map<LockMode, List<String>> felt = new TreeMap<>(Comparator.reverseOrder());
        effect.locks().forEach((name, mode) -> {
            if (mode.compareTo(least) >= 0 && !radius.indexes().contains(name)) {
                felt.computeIfAbsent(mode, _ -> new ArrayList<>()).add(name.toString());
            }
        });
        if (felt.isEmpty()) {
            return Optional.empty();
        }
        String locks = felt.entrySet().stream()
                .map(lock -> lock.getKey() + " on " + listed(lock.getValue()))
                .collect(Collectors.joining(", "));
        // All are held to the end of the statement, whichever takes long.
        return Optional.of(locks + (meanwhile.isEmpty() ? " for a moment" : meanwhile));
    }

    private static String listed(List<String> names) {
        int more = names.size() - SHOWN;
        return String.join(" and ", names.subList(0, Math.min(SHOWN, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String meanwhile(Effect effect) {
        List<String> work = new ArrayList<>();
        if (!effect.rewrites().isEmpty()) {
            work.add(listed(effect.rewrites()) + (effect.rewrites().size() == 1 ? " is" : " are") + " rewritten");
        }
        Set<QualifiedName> builds = effect.builds().stream()
                .filter(name -> !effect.rewrites().contains(name))
                .collect(Collectors.toSet());
        if (!builds.isEmpty()) {
            work.add(listed(builds) + (builds.size() == 1 ? " is" : " are") + " indexed");
        }
        if (!effect.scans().isEmpty()) {
            work.add("all rows of " + listed(effect.scans()) + " are read");
        }
        return work.isEmpty() ? "" : " while " + String.join(", and ", work);
    }

    private static String listed(Set<QualifiedName> names) {
        return listed(names.stream().sorted().map(QualifiedName::toString).toList());
    }

    /** {@code null} where it is not known. */
    static void json(JsonGenerator json, Optional<BlastRadius> radius) {
        if (radius.isEmpty()) {
            json.writeNullProperty("blastRadius");
            return;
        }
        Effect effect = radius.get().effect();
        json.writeObjectPropertyStart("blastRadius");
        Json.objects(json, "locks", List.copyOf(effect.locks().entrySet()), lock -> {
            json.writeStringProperty("relation", lock.getKey().toString());
            json.writeStringProperty("mode", lock.getValue().toString());
            json.writeStringProperty("blocks", lock.getValue().blocks());
        });
        names(json, "rewrites", effect.rewrites());
        names(json, "scans", effect.scans());
        names(json, "builds", effect.builds());
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String name, Iterable<QualifiedName> names) {
        json.writeArrayPropertyStart(name);
        names.forEach(it -> json.writeString(it.toString()));
        json.writeEndArray();
    }
}
