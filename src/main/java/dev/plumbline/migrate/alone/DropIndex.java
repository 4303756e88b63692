package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.Optional;

/** {@code DROP INDEX CONCURRENTLY}: a broken one leaves the index invalid, and can be repeated. */
record DropIndex(Statement statement, String name) implements AloneStatement {

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement);
        if (!words.takeAll("drop", "index", "concurrently")) {
            return Optional.empty();
        }
        words.takeAll("if", "exists");
        return words.name().map(name -> new DropIndex(statement, name.sql()));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        return session.text("SELECT to_regclass(?)", name).isPresent()
                ? Verdict.redo("index " + name + " is still there")
                : Verdict.done("index " + name + " is gone");
    }
}
