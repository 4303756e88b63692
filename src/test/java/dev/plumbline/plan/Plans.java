package dev.plumbline.plan;

import dev.plumbline.db.Session;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.model.Schema;
import java.sql.SQLException;
import java.util.List;

/** Plans between two scripts, each of which is run on a database of its own. */
final class Plans {
    private Plans() {}

    static Plan safe(String from, String to) throws SQLException {
        return Plan.of(SchemaDiff.of(read(from), read(to)), Form.SAFE);
    }

    /** The statements, each in one line. */
    static List<String> lines(List<Step> steps) {
        return steps.stream().map(step -> step.sql().replaceAll("\\s+", " ")).toList();
    }

    private static Schema read(String script) throws SQLException {
        try (Arena.Ground ground = Arena.shared().lend()) {
            Session session = ground.session();
            session.execute(script);
            return RoundTrip.read(session);
        }
    }
}
