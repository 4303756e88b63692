package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;

/** A statement that may run twice without harm, such as {@code VACUUM}. */
record Repeatable(Statement statement) implements AloneStatement {
    @Override
    public Verdict judge(Session session, String before) {
        return Verdict.redo("it can be repeated without harm");
    }
}
