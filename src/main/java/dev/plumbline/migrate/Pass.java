package dev.plumbline.migrate;

/** Which part of a {@link Round} runs. */
public enum Pass {
    APPLY,
    ROLL_BACK,
    APPLY_AGAIN;

    Direction direction() {
        return this == ROLL_BACK ? Direction.DOWN : Direction.UP;
    }

    /** As JSON shows it, such as {@code roll-back}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
