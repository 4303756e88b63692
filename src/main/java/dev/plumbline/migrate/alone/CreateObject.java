package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code CREATE DATABASE}, {@code TABLESPACE} or {@code SUBSCRIPTION}. */
record CreateObject(Statement statement, ClusterObject kind, String name) implements AloneStatement {

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement).skip(1);
        return ClusterObject.named(words.word())
                .flatMap(kind -> words.skip(1).name().map(name -> new CreateObject(statement, kind, name.last())));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        if (!kind.exists(session, name)) {
            return Verdict.redo(kind + " " + name + " does not exist");
        }
        // Since 15.4 a database whose creation or removal broke off is marked so (datconnlimit).
        if (kind == ClusterObject.DATABASE
                && session.is("SELECT datconnlimit = -2 FROM pg_database WHERE datname = ?", name)) {
            return new Verdict.Redo(
                    "database " + name + " is marked invalid", List.of("DROP DATABASE " + Identifiers.quote(name)));
        }
        return Verdict.done(kind + " " + name + " exists");
    }
}
