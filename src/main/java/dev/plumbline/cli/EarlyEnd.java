package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.report.ProblemReport;
import dev.plumbline.shadow.ServerShadow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What Ctrl-C and a polite kill do to a command that reads sources and writes at most a few files at its end, and to the demo, of
 * which nothing is to stay: until it writes it ends at once and says so, and what it has begun to write it writes to the end.
 */
final class EarlyEnd implements AutoCloseable {
    /** Longer than the server of a shadow takes to drop a database, shorter than people wait. */
    private static final Duration DROPPING = Duration.ofSeconds(10);

    /** Longer than anybody who reads what is printed leaves a full pipe full. */
    private static final Duration READING = Duration.ofSeconds(2);

    private enum Phase {
        WORKING,
        FINISHING,
        ENDED
    }

    /**
     * What is told at the end.
     *
     * @param state   what is left
     * @param clearing what is done first
     * @param results whether what is printed is of use to a program only as a whole
     */
    private record Parting(String state, Runnable clearing, boolean results) {}

    private static final Parting READER =
            new Parting("nothing was written, and no database was changed", () -> {}, true);

    private final Surroundings surroundings;
    private final String command;
    private final Parting parting;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WORKING);
    private final Shutdown.Hook hook = new Shutdown.Hook(new Thread(this::signalled, "plumb-early-end"));

    private EarlyEnd(Surroundings surroundings, String command, Parting parting) {
        this.surroundings = surroundings;
        this.command = command;
        this.parting = parting;
    }

    /** From here on, until it is closed; {@code command} is what to type again, such as {@code plumb diff FROM TO}. */
    static EarlyEnd of(Surroundings surroundings, String command) {
        return begun(new EarlyEnd(surroundings, command, READER));
    }

    /** Of the demo, whose commands leave what a signal does to this; {@code clearing} takes away what it has made. */
    static EarlyEnd ofDemo(Surroundings surroundings, Runnable clearing) {
        Shutdown.leaveToOthers();
        String state = "the demo's server and its files are thrown away; no database of yours was touched";
        return begun(new EarlyEnd(surroundings, "plumb demo", new Parting(state, clearing, false)));
    }

    private static EarlyEnd begun(EarlyEnd end) {
        try {
            Runtime.getRuntime().addShutdownHook(end.hook.thread());
        } catch (IllegalStateException e) {
            // The process is ending already.
            end.signalled();
        }
        return end;
    }

    /** From here on a signal lets the command come to its end. Does not return where one was first. */
    void finishing() {
        if (!phase.compareAndSet(Phase.WORKING, Phase.FINISHING) && phase.get() == Phase.ENDED) {
            awaitTheEnd();
        }
    }

    @Override
    public void close() {
        phase.compareAndSet(Phase.WORKING, Phase.FINISHING);
        hook.close();
    }

    /** Nothing may be written any more, whoever wants this thread to go on. */
    private static void awaitTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }

    private void signalled() {
        if (phase.compareAndSet(Phase.WORKING, Phase.ENDED)) {
            end();
            Runtime.getRuntime().halt(ProblemId.INTERRUPTED.kind().exitCode());
        } else {
            Runtime.getRuntime().halt(Shutdown.awaitExitCode());
        }
    }

    private void end() {
        Terminal terminal = surroundings.terminal();
        // What goes wrong from here on goes wrong because of the end.
        boolean begun = terminal.silence();
        List<String> state = new ArrayList<>(List.of(parting.state()));
        if (begun && parting.results()) {
            state.add("what was printed is not whole");
        }
        LastWords errors = new LastWords(terminal::lastError);
        if (ServerShadow.anyOpen()) {
            errors.say(
                    (terminal.interactive() ? "\n" : "") + "plumb: stopping; the shadow's database is dropped first\n");
            state.addAll(ServerShadow.dropOpen(DROPPING));
        } else if (terminal.interactive()) {
            // The terminal has shown ^C.
            errors.say("\n");
        }
        parting.clearing().run();
        Problem problem =
                surroundings.complete(Problem.of(ProblemId.INTERRUPTED, "the command was stopped before it was done")
                        .state(String.join("; ", state))
                        .remedy("the same again: " + command));
        errors.say(ProblemReport.text(problem));
        errors.end();
        if (!begun && surroundings.options().json.given()) {
            LastWords results = new LastWords(terminal::last);
            results.say(ProblemReport.json(problem));
            results.end();
        }
    }

    /** Printed by a thread of their own: where a pipe is full and nobody reads it, that thread never comes back. */
    private static final class LastWords {
        private final Consumer<String> place;
        private final ExecutorService printer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("plumb-last-words").factory());

        LastWords(Consumer<String> place) {
            this.place = place;
        }

        /** Returns at once; what is said first is printed first. */
        void say(String text) {
            printer.execute(() -> place.accept(text));
        }

        /** Waits until all is printed, or nobody seems to read it. */
        void end() {
            printer.shutdown();
            try {
                boolean _ = printer.awaitTermination(READING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
