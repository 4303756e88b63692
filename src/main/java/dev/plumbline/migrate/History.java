package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A database's ledger, and what can be done with it where no file is at hand. */
public final class History {
    private static final int NEAR = 3;

    private final Access access;

    public History(Database database, Settings settings, Consumer<Event> events, Interruption interruption) {
        this.access = new Access(database, settings, events, interruption);
    }

    /** The ledger's lines, in order. */
    public List<Run> runs() {
        return access.reading(session -> new Ledger(session, access.settings()).runs());
    }

    /** Records that nothing of a migration is in the database. Returns what changed, in words. */
    public String resolveAsRolledBack(String version) {
        return access.asRunner(runner -> rolledBack(runner, version));
    }

    private static String rolledBack(Runner runner, String version) throws SQLException {
        List<Run> runs = runner.ledger.runs();
        Run last = named(runs, version);
        Standing standing = Standing.of(runs).getOrDefault(last.identity(), Standing.UNKNOWN);
        return Marking.resolveAsRolledBack(runner, last, standing);
    }

    /** The last line of the migration that is called so. */
    private static Run named(List<Run> runs, String version) {
        List<Run> found = runs.reversed().stream()
                .filter(run -> run.version().equals(version)
                        || run.identity().equals(version)
                        || (run.version() + "_" + run.slug()).equals(version))
                .toList();
        List<String> identities = found.stream().map(Run::identity).distinct().toList();
        if (identities.size() == 1) {
            return found.getFirst();
        }
        Stream<String> candidates = identities.isEmpty()
                ? near(runs, version)
                : found.stream()
                        .map(run -> run.version() + "_" + run.slug())
                        .distinct()
                        .map(name -> "name one: " + name);
        throw Problem.of(
                        ProblemId.VERSION_UNKNOWN,
                        identities.isEmpty()
                                ? "nothing was ever run under the version " + version
                                : "several migrations have the version " + version)
                .state("nothing was changed")
                .remedy(Stream.concat(candidates, Stream.of("see what was run: plumb history"))
                        .toArray(String[]::new))
                .exception();
    }

    private static Stream<String> near(List<Run> runs, String version) {
        return runs.stream()
                .filter(run -> Selection.isNear(run.identity(), version))
                .map(Run::name)
                .distinct()
                .limit(NEAR)
                .map(name -> "did you mean " + name + "?");
    }
}
