package dev.plumbline;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The name somebody meant who typed another one, for the remedy of a {@link Problem}. It stands beside that record because the
 * packages that ask "did you mean" may not use one another.
 */
public final class Nearest {
    private static final int FARTHEST = 2;
    private static final int SHORTEST_PREFIX = 3;

    private Nearest() {}

    /**
     * The name that the typed word is a slip of the fingers away from, or a beginning of; the first one of several. Case, and
     * whether a hyphen or an underscore joins words, does not count.
     *
     * @param names in lower case
     */
    public static Optional<String> of(String typed, Collection<String> names) {
        String word = joined(typed.strip().toLowerCase(Locale.ROOT));
        record Candidate(String name, int distance) {}
        return names.stream()
                .map(name -> new Candidate(name, distance(word, joined(name))))
                .filter(candidate -> candidate.distance() <= FARTHEST)
                // Any two letters are two changes away from any other two.
                .filter(candidate -> candidate.distance() < word.length())
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name);
    }

    /** All of them, those whose names are nearest to a name first; else in the order they come in. */
    public static <T> List<T> first(String name, Collection<T> all, Function<T, String> nameOf) {
        String wanted = name.toLowerCase(Locale.ROOT);
        record Candidate<T>(T it, int distance) {}
        return all.stream()
                .map(it -> new Candidate<>(it, apart(wanted, nameOf.apply(it).toLowerCase(Locale.ROOT))))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::it)
                .toList();
    }

    private static int apart(String a, String b) {
        boolean within = Math.min(a.length(), b.length()) >= SHORTEST_PREFIX && (a.contains(b) || b.contains(a));
        return within ? Math.min(FARTHEST, edits(a, b)) : edits(a, b);
    }

    private static String joined(String words) {
        return words.replace('-', '_');
    }

    private static int distance(String word, String name) {
        boolean prefix = (word.length() >= SHORTEST_PREFIX && name.startsWith(word)) || word.startsWith(name);
        if (prefix) {
            return Math.min(FARTHEST, edits(word, name));
        }
        return Math.abs(word.length() - name.length()) > FARTHEST ? Integer.MAX_VALUE : edits(word, name);
    }

    /** Damerau's and Levenshtein's: how many letters to add, drop, change or swap with the next (each at most once). */
    private static int edits(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, a, i, b, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int fewest(int[][] steps, String a, int i, String b, int j) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(steps[i - 1][j - 1] + cost, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
    }
}
