package dev.plumbline;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes a while to make, and is made when it is asked for the first time. Thread-safe.
 *
 * @param <T> what it is
 */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    /** Makes nothing yet. */
    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T result = made == null ? maker.get() : made;
        made = result;
        return result;
    }
}
