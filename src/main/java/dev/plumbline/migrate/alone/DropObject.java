package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.Optional;

/** {@code DROP DATABASE}, {@code TABLESPACE} or {@code SUBSCRIPTION}. */
record DropObject(Statement statement, ClusterObject kind, String name) implements AloneStatement {

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement).skip(1);
        return ClusterObject.named(words.word()).flatMap(kind -> {
            words.skip(1).takeAll("if", "exists");
            return words.name().map(name -> new DropObject(statement, kind, name.last()));
        });
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        return kind.exists(session, name)
                ? Verdict.redo(kind + " " + name + " is still there")
                : Verdict.done(kind + " " + name + " is gone");
    }
}
