package dev.plumbline.model;

/**
 * One way in which the rights on an object differ from those that PostgreSQL gives when it is made (PostgreSQL 18 manual, 5.8). What
 * the owner has by default is left out, since the owner may differ between databases.
 *
 * @param grantee   the role; {@code PUBLIC} for everybody
 * @param right     such as {@code SELECT}
 * @param column    the column it is for; empty for the whole object
 * @param grantable with {@code GRANT OPTION}
 * @param revoked   whether a right that is there by default was taken away, rather than one given
 */
public record Privilege(String grantee, String right, String column, boolean grantable, boolean revoked)
        implements Comparable<Privilege> {
    /** The grantee that stands for every role. */
    public static final String PUBLIC = "PUBLIC";

    @Override
    public int compareTo(Privilege other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (revoked ? "revoked " : "")
                + right
                + (column.isEmpty() ? "" : "(" + column + ")")
                + (revoked ? " from " : " to ")
                + grantee
                + (grantable ? " with grant option" : "");
    }
}
