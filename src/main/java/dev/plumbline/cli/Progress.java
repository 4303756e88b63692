package dev.plumbline.cli;

import dev.plumbline.db.LockWatch;
import dev.plumbline.migrate.Durations;
import dev.plumbline.migrate.Event;
import dev.plumbline.report.EventText;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the engine does: a line per migration, and on a terminal a bar that tells where the running one is. Called from the
 * engine's and the watch's threads.
 */
final class Progress implements Consumer<Event>, AutoCloseable {
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final int BAR = 20;

    private final Terminal terminal;
    private final boolean quiet;
    private final boolean toError;
    private final boolean results;
    private final boolean bar;
    private List<Integer> lastBlockers = List.of();
    private String lastPhase = "";
    private long lastWaitNanos = System.nanoTime() - REPEAT.toNanos();
    private long startedNanos = System.nanoTime();
    private Event.@Nullable Progress running;
    private String note = "";
    private boolean shown;
    private boolean closed;
    private @Nullable Thread ticker;

    Progress(Terminal terminal, boolean quiet, boolean toError) {
        this(terminal, quiet, toError, true);
    }

    private Progress(Terminal terminal, boolean quiet, boolean toError, boolean results) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.toError = toError;
        this.results = results;
        this.bar = terminal.interactive() && !quiet;
    }

    /** Of work on a database that is thrown away, where neither the end of a script nor what it says on the way is worth a line. */
    static Progress ofShadow(Terminal terminal, boolean quiet) {
        return new Progress(terminal, quiet, true, false);
    }

    @Override
    public synchronized void accept(Event event) {
        if (quiet) {
            return;
        }
        switch (event) {
            case Event.Progress progress -> {
                running = progress;
                startedNanos = System.nanoTime();
                note = "";
                lastBlockers = List.of();
                if (bar) {
                    startTicker();
                }
            }
            case Event.Waits waits -> waits(waits.waiting());
            case Event.Finished finished -> {
                running = null;
                if (results) {
                    line(finished);
                }
            }
            case Event.Notice notice -> {
                if (results || notice.text().startsWith("WARNING")) {
                    line(notice);
                }
            }
            case Event.RunnerBusy _,
                    Event.Started _,
                    Event.Retry _,
                    Event.Split _,
                    Event.Orphan _,
                    Event.Recovered _,
                    Event.Remark _ -> line(event);
        }
    }

    private void waits(LockWatch.Waiting waiting) {
        List<Integer> pids =
                waiting.blockers().stream().map(LockWatch.Blocker::pid).toList();
        note = EventText.waiting(waiting);
        boolean again = System.nanoTime() - lastWaitNanos >= REPEAT.toNanos();
        boolean nextPhase = !phaseName(waiting.phase()).equals(phaseName(lastPhase));
        // A bar shows the phase and the time by itself.
        if (!pids.equals(lastBlockers) || (!bar && (again || nextPhase))) {
            lastBlockers = pids;
            lastPhase = waiting.phase();
            lastWaitNanos = System.nanoTime();
            if (!pids.isEmpty() || again) {
                print("  " + note + "\n");
            }
        }
    }

    private static String phaseName(String phase) {
        int space = phase.indexOf(' ');
        return space < 0 ? phase : phase.substring(0, space);
    }

    private void line(Event event) {
        EventText.line(event).ifPresent(text -> {
            boolean result = event instanceof Event.Finished || event instanceof Event.Remark;
            print((result ? "" : "  ") + text + "\n");
        });
    }

    private void print(String text) {
        erase();
        if (toError) {
            terminal.printError(text);
        } else {
            terminal.print(text);
        }
    }

    private void startTicker() {
        if (ticker == null) {
            ticker = Thread.ofVirtual().name("progress").start(this::tick);
        }
    }

    private synchronized void tick() {
        try {
            while (!closed) {
                draw();
                wait(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        Event.Progress now = running;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (now == null || elapsed.toMillis() < 200) {
            return;
        }
        int filled = BAR * (now.statement() - 1) / Math.max(1, now.statements());
        String text = "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] "
                + now.migration().version().text() + " " + now.migration().slug() + ": statement " + now.statement()
                + " of " + now.statements() + ", " + Durations.text(elapsed) + (note.isEmpty() ? "" : "; " + note);
        terminal.draw(text);
        shown = true;
    }

    private void erase() {
        if (shown) {
            terminal.erase();
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        erase();
        notifyAll();
    }
}
