package dev.plumbline.config;

/** A value that cannot be taken: why, as a clause that starts with the value, and what to write instead. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final String instead;

    Refused(String why, String instead) {
        super(why);
        this.why = why;
        this.instead = instead;
    }

    String why() {
        return why;
    }

    String instead() {
        return instead;
    }
}
