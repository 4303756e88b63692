package dev.plumbline.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The choices that a random schema is made by, each under a name. Choice 0 is always the plainest, mostly that there is no such
 * thing, so that a schema shrinks by setting choices to 0.
 */
public final class Genes {
    private final Random random;
    private final Map<String, Integer> chosen;
    private final Map<String, Integer> choices = new TreeMap<>();

    private Genes(Random random, Map<String, Integer> chosen) {
        this.random = random;
        this.chosen = new TreeMap<>(chosen);
    }

    public static Genes of(Random random) {
        return new Genes(random, Map.of());
    }

    /** A number below {@code n}, the same whenever the name is. */
    public int pick(String name, int n) {
        choices.put(name, n);
        return chosen.computeIfAbsent(name, _ -> random.nextInt(n)) % n;
    }

    /** One of several texts. */
    public String of(String name, String... texts) {
        return texts[pick(name, texts.length)];
    }

    public boolean has(String name) {
        return pick(name, 2) == 1;
    }

    /**
     * The same, but for some that were asked for until now. Each kind of choice is as likely as any other, however often the schema
     * has it.
     */
    Genes mutated(int count) {
        return mutated(count, _ -> true);
    }

    /** The same, but for some choices of certain kinds: of the names of choices without their numbers. */
    Genes mutated(int count, Predicate<String> certain) {
        Map<String, List<String>> kinds = new TreeMap<>();
        choices.keySet().forEach(name -> kinds.computeIfAbsent(name.replaceAll("[0-9]", ""), _ -> new ArrayList<>())
                .add(name));
        kinds.keySet().removeIf(certain.negate());
        List<List<String>> all = new ArrayList<>(kinds.values());
        Genes other = copy();
        for (int i = 0; i < count && !all.isEmpty(); i++) {
            List<String> names = all.get(random.nextInt(all.size()));
            String name = names.get(random.nextInt(names.size()));
            int n = choices.getOrDefault(name, 1);
            if (n > 1) {
                other.chosen.merge(name, 1 + random.nextInt(n - 1), (was, more) -> (was + more) % n);
            }
        }
        return other;
    }

    Genes copy() {
        return new Genes(random, chosen);
    }

    /** The same with one choice made otherwise. */
    Genes with(String name, int choice) {
        Genes other = copy();
        other.chosen.put(name, choice);
        return other;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Genes genes && plain(genes).equals(plain(this));
    }

    @Override
    public int hashCode() {
        return plain(this).hashCode();
    }

    private static Map<String, Integer> plain(Genes genes) {
        Map<String, Integer> plain = new TreeMap<>(genes.chosen);
        plain.values().removeIf(it -> it == 0);
        return plain;
    }

    int chosen(String name) {
        return chosen.getOrDefault(name, 0);
    }

    List<String> names() {
        return List.copyOf(chosen.keySet());
    }
}
