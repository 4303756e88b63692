package dev.plumbline.risk;

/**
 * Where a table has a column or a constraint from: it goes with the last parent that has it, unless the table declares it itself.
 *
 * @param local   whether the table declares it itself
 * @param parents how many of its parents have it
 */
public record Descent(boolean local, int parents) {
    /** Of no parent's. */
    public static final Descent OWN = new Descent(true, 0);

    /** Of a parent's. */
    public static final Descent INHERITED = new Descent(false, 1);

    /** Another parent has it too. */
    Descent joined() {
        return new Descent(local, parents + 1);
    }

    /** A parent has it no more. */
    Descent left() {
        return new Descent(local, Math.max(0, parents - 1));
    }

    /** The table declares it. */
    Descent declared() {
        return new Descent(true, parents);
    }

    /** Whether it goes when a parent's goes. */
    public boolean goesWithParent() {
        return !local && parents <= 1;
    }
}
