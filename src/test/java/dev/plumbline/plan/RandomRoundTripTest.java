package dev.plumbline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.CompositeChange;
import dev.plumbline.diff.ExtensionChange;
import dev.plumbline.diff.OtherChange;
import dev.plumbline.diff.PublicationChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plans hold between random schemas and what random mutations make of them. {@code -Droundtrip.pairs=N} sets how many,
 * {@code -Droundtrip.seed=N} which. A pair that fails is shrunk to the least that fails in the same way, to be added to
 * {@code src/test/resources/roundtrip}.
 */
@Tag("database")
class RandomRoundTripTest {
    private static final int PAIRS = 200;
    private static final int LEAST_PER_CHANGE = 20;
    private static final int THREADS = 2;

    /** After how many it is said how far it has come: thousands take long. */
    private static final int TOLD = 250;

    private static final int MUTATIONS = 30;
    private static final int SMALL = 12;

    /** Choices that make a difference of their own only where much else is the same. */
    private static final Set<String> FAINT = Set.of(
            "check",
            "domain check valid",
            "event trigger firing",
            "fk",
            "index setting",
            "key",
            "partitioned index",
            "partitioned key",
            "populated",
            "statistics target");

    /** What cannot be had there and back, and why. */
    private static final Map<Class<?>, String> IMPOSSIBLE = Map.of(
            CompositeChange.Rebuilt.class, "plans alone come to it, where columns hold rows of the type",
            ExtensionChange.Updated.class, "no extension that PostgreSQL brings has a script back to an older version",
            PublicationChange.Rejoined.class, "plans alone come to it, where a listed or filtered column changes",
            OtherChange.Appeared.class, "it is not compared, and so not made either",
            OtherChange.Vanished.class, "it is not compared, and so not dropped either");

    private final int pairs = Integer.getInteger("roundtrip.pairs", PAIRS);
    private final long seed = Long.getLong("roundtrip.seed", 20_261_121);
    private final Map<Class<?>, Integer> counts = new ConcurrentHashMap<>();

    private final Set<String> kinds = ConcurrentHashMap.newKeySet();

    private record Pair(Genes from, Genes to) {
        static Pair random(Random random) {
            Genes from = Genes.of(random);
            RandomSchema.script(from);
            Genes to =
                    switch (random.nextInt(5)) {
                        case 0, 1 -> Genes.of(random);
                        // What stays the same is tried as well.
                        case 2 -> from.mutated(1 + random.nextInt(MUTATIONS));
                        default -> from.mutated(SMALL + random.nextInt(SMALL), FAINT::contains);
                    };
            RandomSchema.script(to);
            return new Pair(from, to);
        }

        RoundTrip trip() {
            return new RoundTrip(RandomSchema.script(from), RandomSchema.script(to));
        }

        /** The same with some choices at their plainest on both sides, or as they were on the other side too. */
        Pair without(List<String> names, boolean altogether) {
            Genes before = from;
            Genes after = to;
            for (String name : names) {
                before = altogether ? before.with(name, 0) : before;
                after = after.with(name, altogether ? 0 : from.chosen(name));
            }
            return new Pair(before, after);
        }

        List<String> names() {
            TreeSet<String> names = new TreeSet<>(from.names());
            names.addAll(to.names());
            return List.copyOf(names);
        }
    }

    @Test
    void thereAndBack() throws Exception {
        System.out.printf("roundtrip.seed=%d, roundtrip.pairs=%d%n", seed, pairs);
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger tried = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                Pair pair = Pair.random(new Random(seed + i));
                String name = "roundtrip.seed=" + (seed + i) + " -Droundtrip.pairs=1";
                tasks.add(() -> {
                    boolean fails = failures.addAll(failure(pair, name));
                    if (tried.incrementAndGet() % TOLD == 0) {
                        System.out.printf("%d tried, %d failed%n", tried.get(), failures.size());
                    }
                    return fails;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        assertThat(failures).as(failures.size() + " pairs failed").isEmpty();
        if (pairs >= PAIRS) {
            assertThat(rare())
                    .as("changes that came about less than " + LEAST_PER_CHANGE + " times")
                    .isEmpty();
        }
    }

    private List<String> failure(Pair pair, String name) throws SQLException {
        try {
            for (List<Change> way : pair.trip().check()) {
                way.forEach(change -> counts.merge(change.getClass(), 1, Integer::sum));
            }
            return List.of();
        } catch (AssertionError e) {
            if (!kinds.add(kind(e))) {
                return List.of(name + " fails in the same way as another");
            }
            Pair least = shrunk(pair, kind(e));
            String found = "%s%n%s%n### %s%n%s--->%n%s"
                    .formatted(
                            name,
                            why(least),
                            kind(e),
                            least.trip().from(),
                            least.trip().to());
            // A long run tells what it finds as it goes.
            System.out.println(found);
            return List.of(found);
        } catch (SQLException e) {
            return List.of(name + ": the generated script fails: " + e.getMessage());
        }
    }

    /** Less that fails in the same way: ever smaller groups of choices are taken back while it still does. */
    private static Pair shrunk(Pair pair, String kind) {
        Pair least = pair;
        for (boolean altogether : List.of(false, true)) {
            List<String> names = least.names();
            for (int size = names.size() / 4; size > 0; size /= 2) {
                for (int at = 0; at < names.size(); at += size) {
                    List<String> some = names.subList(at, Math.min(at + size, names.size()));
                    Pair candidate = least.without(some, altogether);
                    if (!candidate.equals(least) && kind(candidate).equals(kind)) {
                        least = candidate;
                    }
                }
            }
        }
        return least;
    }

    private static String kind(Pair pair) {
        try {
            pair.trip().check();
            return "";
        } catch (AssertionError e) {
            return kind(e);
        } catch (SQLException e) {
            return "";
        }
    }

    private static String why(Pair pair) throws SQLException {
        try {
            pair.trip().check();
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What tells one failure from another: the first line without names. */
    private static String kind(AssertionError e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("[a-z_]*[0-9]+[a-z_0-9]*", "N")
                .replaceAll("(left: \\[[A-Za-z]*).*", "$1");
    }

    private Map<String, Integer> rare() {
        Map<String, Integer> rare = new TreeMap<>();
        for (Class<?> family : Change.class.getPermittedSubclasses()) {
            for (Class<?> change : family.getPermittedSubclasses()) {
                int count = counts.getOrDefault(change, 0);
                if (count < LEAST_PER_CHANGE && !IMPOSSIBLE.containsKey(change)) {
                    rare.put(family.getSimpleName() + "." + change.getSimpleName(), count);
                }
            }
        }
        return new LinkedHashMap<>(rare);
    }
}
