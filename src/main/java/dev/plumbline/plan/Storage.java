package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import java.util.ArrayList;
import java.util.List;

/** Parameters in {@code SET (…)} and {@code RESET (…)}. */
final class Storage {
    private Storage() {}

    /** The statements that lead from one list of {@code name=value} to another. */
    static List<Step> change(String alter, List<String> from, List<String> to, Change cause) {
        List<Step> steps = new ArrayList<>();
        List<String> names = to.stream().map(Storage::name).toList();
        List<String> gone = from.stream()
                .map(Storage::name)
                .filter(name -> !names.contains(name))
                .toList();
        if (!gone.isEmpty()) {
            steps.add(Step.of(alter + " RESET (" + String.join(", ", gone) + ")", cause));
        }
        List<String> set = to.stream().filter(option -> !from.contains(option)).toList();
        if (!set.isEmpty()) {
            steps.add(Step.of(alter + " SET (" + String.join(", ", set) + ")", cause));
        }
        return steps;
    }

    private static String name(String option) {
        return option.split("=", 2)[0];
    }
}
