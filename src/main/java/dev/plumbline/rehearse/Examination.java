package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.diff.Change;
import dev.plumbline.diff.SchemaDiff;
import dev.plumbline.migrate.Examiner;
import dev.plumbline.migrate.Pass;
import dev.plumbline.migrate.Probe;
import dev.plumbline.migrate.Round;
import dev.plumbline.model.Schema;
import dev.plumbline.rows.Filler;
import dev.plumbline.source.Origins;
import dev.plumbline.source.postgres.CatalogReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures the scripts of a rehearsal on one database, and compares its schema between them. */
final class Examination implements Examiner, AutoCloseable {
    /** Mends what a script failed for the lack of, where that is no fault of the script's. */
    @FunctionalInterface
    interface Help {
        /** Whether there is now what was lacking. May throw a problem of its own where nothing more can be found out. */
        boolean with(ProblemException failure);
    }

    private final Database database;
    private final String source;
    private final String ledgerSchema;
    private final boolean alone;
    private final Help help;
    private final Consumer<Rehearsed> told;
    private final Optional<Filler> rows;
    private @Nullable Gauge gauge;

    /** The schema that the next round begins with; null where it is to be read. */
    private @Nullable Schema before;

    /** The schema after the migration was applied first. */
    private @Nullable Schema after;

    /** What knows what there was before; null where it is not rolled back. */
    private @Nullable Losses losses;

    private Optional<Duration> applying = Optional.empty();
    private Optional<Duration> rollingBack = Optional.empty();
    private List<Measured> up = List.of();
    private List<Measured> down = List.of();
    private List<Finding> findings = new ArrayList<>();
    private List<String> lost = List.of();
    private String server = "";
    private boolean astray;

    /** Whether a script goes on that was measured up to where it failed. */
    private boolean goesOn;

    /**
     * On one database.
     *
     * @param source what schemas are said to be read from
     * @param alone  whether nobody else works on the database
     * @param told   of each migration, when its round is over
     * @param rows   fills the tables that are there before each migration
     */
    Examination(
            Database database,
            String source,
            String ledgerSchema,
            boolean alone,
            Help help,
            Consumer<Rehearsed> told,
            Optional<Filler> rows) {
        this.database = database;
        this.source = source;
        this.ledgerSchema = ledgerSchema;
        this.alone = alone;
        this.help = help;
        this.told = told;
        this.rows = rows;
    }

    /** Whether the last round has left a schema that the next migration cannot begin with. */
    boolean isAstray() {
        return astray;
    }

    /** The server's version, such as {@code 18.6}; empty where nothing ran. */
    String server() {
        return server;
    }

    @Override
    public void begins(Round round, Session session) throws SQLException {
        if (server.isEmpty()) {
            server = Database.serverVersion(session);
        }
        if (before == null) {
            before = read(session);
        }
        if (rows.isPresent()) {
            rows.get().fill(session, before);
        }
        after = null;
        applying = Optional.empty();
        rollingBack = Optional.empty();
        up = List.of();
        down = List.of();
        findings = new ArrayList<>();
        lost = List.of();
        losses = round.goesBack() ? new Losses(session, ledgerSchema) : null;
    }

    @Override
    public Probe probe(Round round, Pass pass, Session session) throws SQLException {
        Gauge measuring = gauge == null ? new Gauge(session, database, ledgerSchema, alone) : gauge;
        gauge = measuring;
        if (goesOn) {
            goesOn = false;
            return pass == Pass.APPLY_AGAIN ? Probe.NONE : measuring;
        }
        switch (pass) {
            case APPLY -> measuring.begin(round.migration().up().path());
            case ROLL_BACK ->
                measuring.begin(round.migration().down().orElseThrow().path());
            case APPLY_AGAIN -> {
                // It does what it did before.
                return Probe.NONE;
            }
        }
        return measuring;
    }

    @Override
    public Next passed(Round round, Pass pass, Duration took, Session session) throws SQLException {
        Schema now = read(session);
        return switch (pass) {
            case APPLY -> {
                applying = Optional.of(took.minus(measuring().own()));
                up = measuring().measured();
                after = now;
                if (losses != null) {
                    lost = losses.between(before(), now);
                }
                yield applied(round);
            }
            case ROLL_BACK -> {
                rollingBack = Optional.of(took.minus(measuring().own()));
                down = measuring().measured();
                List<Change> changes = changes(now, before());
                if (!changes.isEmpty()) {
                    findings.add(new Finding.NotRestored(changes));
                }
                yield Next.GO_ON;
            }
            case APPLY_AGAIN -> {
                List<Change> changes = changes(now, after());
                if (!changes.isEmpty()) {
                    findings.add(new Finding.NotTheSame(changes));
                }
                yield next(changes.isEmpty());
            }
        };
    }

    private Next applied(Round round) {
        if (round.goesBack() || round.isRepeatable()) {
            return Next.GO_ON;
        }
        return next(true);
    }

    @Override
    public Next failed(Round round, Pass pass, ProblemException problem, Session session) throws SQLException {
        if (help.with(problem)) {
            goesOn = true;
            return Next.AGAIN;
        }
        findings.add(new Finding.Failed(pass, told(round, pass, problem.problem())));
        switch (pass) {
            case APPLY -> {
                // Those after it have nothing to begin with.
                up = measuring().measured();
                return Next.STOP;
            }
            case ROLL_BACK -> down = measuring().measured();
            case APPLY_AGAIN -> {}
        }
        // Most scripts are one transaction, of which a failure leaves nothing.
        return next(changes(read(session), after()).isEmpty());
    }

    /** On a shadow there is no state to be in, and nothing to be marked as done. */
    private Problem told(Round round, Pass pass, Problem problem) {
        List<String> remedies = problem.remedies().stream()
                .filter(remedy -> !alone || !remedy.contains("plumb resolve"))
                .toList();
        if (pass == Pass.APPLY_AGAIN) {
            boolean left = findings.stream().anyMatch(Finding.NotRestored.class::isInstance);
            if (round.isRepeatable()) {
                remedies = List.of("write it so that it can run again, as with CREATE OR REPLACE; then plumb rehearse");
            } else if (left) {
                remedies = List.of("correct what "
                        + round.migration().down().orElseThrow().path() + " leaves, then plumb rehearse");
            }
        }
        return problem.state(alone ? "" : problem.state()).remedy(remedies.toArray(String[]::new));
    }

    private Next next(boolean isRight) {
        before = after;
        astray = !isRight;
        return isRight ? Next.NEXT_ROUND : Next.STOP;
    }

    @Override
    public void ends(Round round) {
        told.accept(new Rehearsed(round, applying, rollingBack, up, down, findings, lost));
    }

    private static List<Change> changes(Schema from, Schema to) {
        return SchemaDiff.of(from, to).changes();
    }

    private Schema read(Session session) {
        return new CatalogReader(session, source, ledgerSchema, Origins.catalog(source)).read();
    }

    private Gauge measuring() {
        if (gauge == null) {
            throw new IllegalStateException("nothing was measured yet");
        }
        return gauge;
    }

    private Schema before() {
        if (before == null) {
            throw new IllegalStateException("no round has begun");
        }
        return before;
    }

    private Schema after() {
        if (after == null) {
            throw new IllegalStateException("nothing is applied");
        }
        return after;
    }

    @Override
    public void close() {
        if (gauge != null) {
            gauge.close();
        }
    }
}
