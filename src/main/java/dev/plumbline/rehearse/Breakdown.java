package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.source.replay.Replayed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells why a shadow gave up: to whom it is thrown away anyway, it matters what it lacked, not where a ledger stands. */
final class Breakdown {
    private static final String DISK_FULL = "53100";
    private static final String NO_SPACE = "No space left on device";

    private Breakdown() {}

    /**
     * What a failed run is told as: the shadow's breakdown where it is one, else what it was.
     *
     * @param filling the table that rows were made for just then
     */
    static ProblemException of(ProblemException problem, Replayed shadow, Optional<QualifiedName> filling) {
        if (!(problem.getCause() instanceof SQLException cause)
                || problem.problem().id() == ProblemId.INTERRUPTED) {
            return problem;
        }
        SqlFailure failure = SqlFailure.of(cause);
        if (!failure.isConnectionLost() && filling.isEmpty()) {
            return problem;
        }
        Optional<Replayed.Server> server = shadow.server();
        String why = server.filter(_ -> failure.isConnectionLost())
                .flatMap(it -> it.lastWords().get())
                .orElse(failure.message());
        boolean full = failure.sqlState().equals(DISK_FULL) || why.contains(NO_SPACE);
        String meanwhile =
                filling.map(table -> " while " + table + " was filled").orElse("");
        List<String> remedies = new ArrayList<>();
        if (full) {
            remedies.add(server.map(it -> "free space on the disk of " + it.keptIn()
                            + ", or use another: PLUMB_CACHE=DIRECTORY plumb rehearse")
                    .orElse("free space on the server of shadow.url"));
        }
        if (filling.isPresent()) {
            remedies.add("make fewer rows: --max-rows=N");
        }
        if (!full) {
            remedies.add(
                    "run the same command again; where it ends so each time, name a server of yours: plumb explain shadow-broke");
        }
        return Problem.of(ProblemId.SHADOW_BROKE, "the throwaway PostgreSQL gave up" + meanwhile + ": " + why)
                .at(filling.isPresent() ? new String[0] : problem.problem().at().toArray(String[]::new))
                .state("no database of yours was changed; the throwaway one is gone")
                .remedy(remedies.toArray(String[]::new))
                .exception(problem);
    }
}
