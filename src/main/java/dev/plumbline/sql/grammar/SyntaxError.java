package dev.plumbline.sql.grammar;

/** What is no SQL, in PostgreSQL's words. */
public final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    private final int at;

    SyntaxError(String message, int at) {
        super(message, null, false, false);
        this.at = at;
    }

    /** PostgreSQL's message, such as {@code syntax error at or near "TABEL"}. */
    public String why() {
        return String.valueOf(getMessage());
    }

    /** Where, in UTF-16 units of the text. */
    public int at() {
        return at;
    }
}
