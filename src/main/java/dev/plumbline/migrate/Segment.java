package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.alone.AloneStatement;
import dev.plumbline.migrate.alone.Opaque;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A part of a script that commits as one. A script of one transaction is one segment. */
sealed interface Segment {
    List<Statement> statements();

    default int first() {
        return statements().getFirst().ordinal();
    }

    default int last() {
        return statements().getLast().ordinal();
    }

    /**
     * Statements of one transaction.
     *
     * @param begin    how it begins: {@code BEGIN} and the modes that the file asks for
     * @param explicit whether the file itself set its bounds, so that they must be kept
     */
    record Transaction(List<Statement> statements, String begin, boolean explicit) implements Segment {}

    /** A statement outside of any transaction. */
    record Alone(AloneStatement statement) implements Segment {
        @Override
        public List<Statement> statements() {
            return List.of(statement.statement());
        }
    }

    /**
     * Cuts a script at its own {@code BEGIN} and {@code COMMIT}, and around statements that must run alone.
     *
     * @param eachAlone every statement a step of its own, as {@code -- plumb:no-transaction} asks
     */
    static List<Segment> of(Script script, boolean eachAlone) {
        return new Cutter(script, eachAlone).cut();
    }

    /** Walks the statements, collecting those of the open transaction. */
    final class Cutter {
        private final Script script;
        private final boolean eachAlone;
        private final List<Segment> segments = new ArrayList<>();
        private List<Statement> collected = new ArrayList<>();
        private String begin = "BEGIN";
        private boolean explicit;

        private Cutter(Script script, boolean eachAlone) {
            this.script = script;
            this.eachAlone = eachAlone;
        }

        private List<Segment> cut() {
            Statement opened = null;
            RefusedSettings settings = new RefusedSettings(script);
            for (Statement statement : script.statements()) {
                settings.check(statement);
                if (statement.startsWith("begin") || statement.startsWith("start", "transaction")) {
                    // A second BEGIN only warns in PostgreSQL, and changes nothing.
                    if (!explicit) {
                        flush();
                        explicit = true;
                        opened = statement;
                        begin = statement.text();
                    }
                } else if (isCommit(statement)) {
                    boolean chain =
                            statement.text().toLowerCase(java.util.Locale.ROOT).matches("(?s).*and\\s+chain.*");
                    flush();
                    explicit = explicit && chain;
                    begin = explicit ? begin : "BEGIN";
                } else if (isRollback(statement)) {
                    throw refused(statement, "a migration cannot undo its own transaction");
                } else if (statement.startsWith("prepare", "transaction")) {
                    throw refused(statement, "a prepared transaction would outlive the migration");
                } else {
                    add(statement);
                }
            }
            if (explicit && opened != null) {
                Position at = opened.start();
                throw Problem.of(ProblemId.TRANSACTION_LEFT_OPEN, "the transaction that begins here never commits")
                        .at(script.source().file() + ":" + at.line() + ":" + at.column())
                        .excerpt(script.source().excerpt(at))
                        .state("nothing was run")
                        .remedy(
                                "add COMMIT; at its end",
                                "or remove " + opened.shown() + "; Plumbline begins and commits by itself")
                        .exception();
            }
            flush();
            return segments;
        }

        private void add(Statement statement) {
            if (explicit) {
                collected.add(statement);
                return;
            }
            var alone = AloneStatement.recognise(statement);
            if (alone.isPresent()) {
                flush();
                segments.add(new Alone(alone.get()));
            } else if (eachAlone && (statement.startsWith("call") || statement.startsWith("do"))) {
                // These may commit by themselves, which a transaction around them would refuse.
                flush();
                segments.add(new Alone(new Opaque(statement)));
            } else {
                collected.add(statement);
                if (eachAlone) {
                    flush();
                }
            }
        }

        private void flush() {
            if (!collected.isEmpty()) {
                segments.add(new Transaction(List.copyOf(collected), begin, explicit));
                collected = new ArrayList<>();
            }
        }

        private static boolean isCommit(Statement statement) {
            return (statement.startsWith("commit") && !statement.startsWith("commit", "prepared"))
                    || statement.startsWith("end");
        }

        private static boolean isRollback(Statement statement) {
            boolean toSavepoint = statement.startsWith("rollback", "to")
                    || statement.startsWith("rollback", "work", "to")
                    || statement.startsWith("rollback", "transaction", "to");
            return (statement.startsWith("rollback") && !toSavepoint && !statement.startsWith("rollback", "prepared"))
                    || statement.startsWith("abort");
        }

        private RuntimeException refused(Statement statement, String why) {
            Position at = statement.start();
            return Problem.of(ProblemId.TRANSACTION_STATEMENT_REFUSED, statement.shown() + ": " + why)
                    .at(script.source().file() + ":" + at.line() + ":" + at.column())
                    .excerpt(script.source().excerpt(at))
                    .state("nothing was run")
                    .remedy("remove the statement; what must be undone belongs into the down script")
                    .exception();
        }
    }
}
