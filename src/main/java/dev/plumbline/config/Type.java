package dev.plumbline.config;

/** What the value of a key can be. */
enum Type {
    TEXT("text"),
    /** Text in which <code>${NAME}</code> stands for a variable of the environment. */
    EXPANDED("text, with `${VARIABLE}`s"),
    /** The name of a layout of migration files. */
    LAYOUT("name of a layout"),
    PATH("path"),
    /** 0 is allowed. */
    DURATION("duration"),
    /** A duration for PostgreSQL's lock_timeout, where 0 would do harm. */
    LOCK_WAIT("duration above 0"),
    COUNT("whole number"),
    /** A major version of PostgreSQL that there are embedded binaries of. */
    MAJOR("PostgreSQL version"),
    /** Names of the user's own, each with an {@link #EXPANDED} text. */
    TEXTS("map of text, with `${VARIABLE}`s"),
    ;

    private final String described;

    Type(String described) {
        this.described = described;
    }

    /** In Markdown, for the documentation. */
    String described() {
        return described;
    }
}
