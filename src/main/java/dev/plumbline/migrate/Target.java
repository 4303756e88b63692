package dev.plumbline.migrate;

/** How far to go. */
public sealed interface Target {
    /** {@code apply}: all that is pending. {@code rollback}: the newest one. */
    record Default() implements Target {}

    /** {@code apply}: up to and with it. {@code rollback}: all that was applied after it; {@code 0} is before the first. */
    record To(String version) implements Target {}

    record Steps(int count) implements Target {
        public Steps {
            if (count < 1) {
                throw new IllegalArgumentException("at least one step");
            }
        }
    }
}
