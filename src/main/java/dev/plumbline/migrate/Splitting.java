package dev.plumbline.migrate;

import dev.plumbline.db.SqlFailure;
import dev.plumbline.migrate.alone.AloneStatement;
import dev.plumbline.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a transaction that the server would not take as one. The server is asked first, and only its refusal costs atomicity:
 * whether an added enum value is used, or a table is partitioned, no text tells for sure.
 */
final class Splitting {
    private Splitting() {}

    /** The pieces to run instead; none where the failure is no matter of transactions or the file set the bounds itself. */
    static List<Segment> pieces(Segment.Transaction segment, @Nullable Statement refused, SqlFailure failure) {
        if (segment.explicit() || refused == null) {
            return List.of();
        }
        int at = segment.statements().indexOf(refused);
        // The same state says that these came too late in their transaction: alone they would do nothing.
        boolean late = refused.startsWith("set", "transaction") || refused.startsWith("set", "session");
        if (failure.isTransactionRefused() && !late) {
            List<Segment> pieces = new ArrayList<>();
            add(pieces, segment, 0, at);
            pieces.add(new Segment.Alone(AloneStatement.of(refused)));
            add(pieces, segment, at + 1, segment.statements().size());
            return pieces;
        }
        if (failure.isUnsafeEnumValue()) {
            for (int i = at - 1; i >= 0; i--) {
                if (addsEnumValue(segment.statements().get(i))) {
                    List<Segment> pieces = new ArrayList<>();
                    add(pieces, segment, 0, i + 1);
                    add(pieces, segment, i + 1, segment.statements().size());
                    return pieces;
                }
            }
        }
        return List.of();
    }

    private static boolean addsEnumValue(Statement statement) {
        return statement.startsWith("alter", "type")
                && statement.tokens().contain("add")
                && statement.tokens().contain("value");
    }

    private static void add(List<Segment> pieces, Segment.Transaction segment, int from, int to) {
        if (from < to) {
            pieces.add(new Segment.Transaction(segment.statements().subList(from, to), segment.begin(), false));
        }
    }
}
