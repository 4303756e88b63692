package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;

/** A statement whose effect the catalog does not show, such as a procedure that commits by itself. */
public record Opaque(Statement statement) implements AloneStatement {
    @Override
    public Verdict judge(Session session, String before) {
        return new Verdict.Unknown("the catalog does not show whether it did its work");
    }
}
