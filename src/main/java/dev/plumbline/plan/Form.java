package dev.plumbline.plan;

/** In what form a change is made. */
public enum Form {
    /** Without holding strong locks for long: indexes concurrently, constraints validated after they are there. */
    SAFE,
    /** Each change in its one direct statement. */
    PLAIN
}
