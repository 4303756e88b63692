package dev.plumbline.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times of the same thing. */
final class Samples {
    private final List<Duration> sorted = new ArrayList<>();

    void add(Duration duration) {
        sorted.add(duration);
        sorted.sort(null);
    }

    /** In seconds; of an even number the mean of the two in the middle. */
    double median() {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? seconds(sorted.get(half))
                : (seconds(sorted.get(half - 1)) + seconds(sorted.get(half))) / 2;
    }

    double least() {
        return seconds(sorted.getFirst());
    }

    double most() {
        return seconds(sorted.getLast());
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
