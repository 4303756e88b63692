package dev.plumbline.rehearse;

import dev.plumbline.db.Database;
import dev.plumbline.db.Session;
import dev.plumbline.migrate.Probe;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Measures the statements of one session's scripts. */
final class Gauge implements Probe, AutoCloseable {
    /** First words of statements that lock nothing; some of them must come before the first query of their transaction. */
    private static final Set<String> SETTINGS = Set.of("set", "reset", "show");

    /** A statement whose transaction has not ended. */
    private record Open(
            Statement statement, long began, long owned, Measurement seen, OptionalLong temporary, Duration took) {}

    private final Meter meter;
    private final Sampler sampler;
    private final TemporaryFiles temporary;
    private final List<Open> open = new ArrayList<>();
    private List<Measured> measured = new ArrayList<>();
    private Path file = Path.of("");

    /** Whether the transaction that is open was looked at. */
    private boolean looked;

    /** When the statement that runs was sent. */
    private long began;

    /** How much of the script's time has gone into measuring, and how much had when that statement was sent. */
    private long own;

    private long owned;

    /**
     * For one session.
     *
     * @param database to look from beside, while a lone statement runs
     * @param alone    whether nobody else works on it
     */
    Gauge(Session session, Database database, String ledgerSchema, boolean alone) throws SQLException {
        this.meter = new Meter(session, ledgerSchema);
        this.sampler = new Sampler(database, session.pid(), alone);
        this.temporary = TemporaryFiles.of(session);
    }

    /** Another script begins. */
    void begin(Path script) throws SQLException {
        file = script;
        measured = new ArrayList<>();
        meter.forget();
        meter.flush();
        own = 0;
    }

    /** What the statements of the script did, in their order. */
    List<Measured> measured() {
        return List.copyOf(measured);
    }

    /** How much of the script's time went into measuring. */
    Duration own() {
        return Duration.ofNanos(own);
    }

    @Override
    public boolean looks() {
        return true;
    }

    @Override
    public String settings() {
        return temporary.settings();
    }

    @Override
    public void before(Statement statement, boolean alone) throws SQLException {
        long from = System.nanoTime();
        if (alone) {
            meter.begin(false);
            sampler.begin();
        } else if (!looked && !isSetting(statement)) {
            meter.begin(true);
            looked = true;
        }
        began = System.nanoTime();
        own += began - from;
        owned = own;
    }

    @Override
    public void after(Statement statement, boolean alone, Duration took) throws SQLException {
        long from = System.nanoTime();
        if (alone) {
            Map<String, Lock> locks = sampled();
            Measurement seen = meter.end(false, isTruncate(statement));
            if (statement.tokens().contain("concurrently")) {
                // An index that such a statement drops is dead by then: its lock is in nobody's way.
                locks.entrySet().removeIf(it -> it.getValue().index() && meter.isGone(it.getKey()));
            }
            add(statement, seen, List.copyOf(locks.values()), false, temporary.sum(), took);
        } else {
            Measurement seen = looked ? meter.end(true, isTruncate(statement)) : Measurement.NOTHING;
            open.add(new Open(statement, began, owned, seen, temporary.sum(), took));
        }
        own += System.nanoTime() - from;
    }

    /** By the relations' ids. */
    private Map<String, Lock> sampled() {
        Map<String, Lock> locks = new TreeMap<>();
        sampler.end()
                .forEach((oid, modes) -> meter.known(oid).ifPresent(known -> locks.put(oid, strongest(known, modes))));
        return locks;
    }

    /** The strongest mode; what was held in a weaker one before that counts with it. */
    private static Lock strongest(Meter.Known known, Map<LockMode, Duration> modes) {
        LockMode mode = modes.keySet().stream().max(LockMode::compareTo).orElseThrow();
        return new Lock(
                known.name(), known.index(), mode, modes.getOrDefault(mode, Duration.ZERO), Duration.ZERO, true);
    }

    private static boolean isSetting(Statement statement) {
        return SETTINGS.contains(statement.firstWord());
    }

    private static boolean isTruncate(Statement statement) {
        return statement.startsWith("truncate");
    }

    @Override
    public void committed() {
        long end = System.nanoTime();
        for (Open one : open) {
            Duration measuring = Duration.ofNanos(own - one.owned());
            Duration held = Duration.ofNanos(end - one.began()).minus(measuring);
            List<Lock> locks = new ArrayList<>();
            one.seen()
                    .effect()
                    .locks()
                    .forEach((relation, mode) -> locks.add(
                            new Lock(relation, one.seen().indexes().contains(relation), mode, held, measuring, false)));
            add(one.statement(), one.seen(), locks, true, one.temporary(), one.took());
        }
        open.clear();
        looked = false;
    }

    @Override
    public void rolledBack() {
        sampler.end();
        temporary.sum();
        open.clear();
        looked = false;
    }

    @Override
    public List<String> notices(List<String> notices) {
        return temporary.take(notices);
    }

    private void add(
            Statement statement,
            Measurement seen,
            List<Lock> locks,
            boolean transaction,
            OptionalLong temporaryBytes,
            Duration took) {
        Effect effect = seen.effect();
        Position at = statement.start();
        measured.add(new Measured(
                statement.ordinal(),
                file + ":" + at.line() + ":" + at.column(),
                statement.shown(),
                transaction,
                locks,
                effect.rewrites(),
                effect.scans(),
                effect.builds(),
                seen.sizes(),
                seen.rows(),
                seen.written(),
                temporaryBytes,
                took));
    }

    @Override
    public void close() {
        sampler.close();
    }
}
