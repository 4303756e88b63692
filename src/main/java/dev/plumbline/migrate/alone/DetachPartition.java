package dev.plumbline.migrate.alone;

import dev.plumbline.db.Session;
import dev.plumbline.sql.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}: a broken one is left pending and must be finalised. */
record DetachPartition(Statement statement, String parent, String partition) implements AloneStatement {

    static Optional<AloneStatement> parse(Statement statement) {
        TokenReader words = new TokenReader(statement);
        words.takeAll("alter", "table");
        words.takeAll("if", "exists");
        words.take("only");
        return words.name()
                .filter(parent -> words.takeAll("detach", "partition"))
                .flatMap(parent -> words.name()
                        .filter(partition -> words.take("concurrently"))
                        .map(partition -> new DetachPartition(statement, parent.sql(), partition.sql())));
    }

    @Override
    public Verdict judge(Session session, String before) throws SQLException {
        Optional<String> pending = session.text(
                "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = to_regclass(?) AND inhparent = to_regclass(?)",
                partition,
                parent);
        if (pending.isEmpty()) {
            return Verdict.done(partition + " is no partition of " + parent + " any more");
        }
        return pending.get().equals("t")
                ? new Verdict.Done(
                        "the detach of " + partition + " is pending and only needs its last step",
                        List.of("ALTER TABLE " + parent + " DETACH PARTITION " + partition + " FINALIZE"))
                : Verdict.redo(partition + " is still attached");
    }
}
