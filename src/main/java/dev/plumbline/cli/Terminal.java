package dev.plumbline.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where output goes: results to {@code out}, everything else to {@code err}. What is printed does nothing but show, see {@link
 * Printable}. Thread-safe.
 */
final class Terminal {
    private final Consumer<String> out;
    private final Consumer<String> err;
    private final boolean interactive;
    private final AtomicReference<Out> state = new AtomicReference<>(Out.UNTOUCHED);

    /** Whether results were printed. */
    private enum Out {
        UNTOUCHED,
        BEGUN,
        SILENCED
    }

    private Terminal(Consumer<String> out, Consumer<String> err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** A place for everything, at which nobody sits. */
    Terminal(Consumer<String> all) {
        this(all, all, false);
    }

    /** Two places at which nobody sits. */
    Terminal(Consumer<String> out, Consumer<String> err) {
        this(out, err, false);
    }

    // With -Djdk.console=java.base, as the launcher starts us, there is none where output is redirected.
    @SuppressWarnings("SystemConsoleNull")
    static Terminal ofProcess() {
        Console console = System.console();
        boolean interactive = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(to(FileDescriptor.out), to(FileDescriptor.err), interactive);
    }

    private static Consumer<String> to(FileDescriptor descriptor) {
        PrintStream stream = new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
        return text -> {
            // At once: printing it would take it apart by 8,192 characters.
            stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        };
    }

    /** Whether a person sees what is printed as it comes, and can answer questions. */
    boolean interactive() {
        return interactive;
    }

    synchronized void print(String text) {
        state.compareAndSet(Out.UNTOUCHED, Out.BEGUN);
        if (!silenced()) {
            out.accept(Printable.of(text));
        }
    }

    synchronized void printError(String text) {
        if (!silenced()) {
            err.accept(Printable.of(text));
        }
    }

    private boolean silenced() {
        return state.get() == Out.SILENCED;
    }

    /**
     * From here on nothing is printed but by {@link #last} and {@link #lastError}. Waits for nobody: a thread may be printing to
     * where nobody reads, and never come back.
     *
     * @return whether results have been printed, all or some
     */
    boolean silence() {
        return state.getAndSet(Out.SILENCED) == Out.BEGUN;
    }

    /** As {@link #print}, after {@link #silence}; never returns where a pipe is full and nobody reads it. */
    void last(String text) {
        out.accept(Printable.of(text));
    }

    /** As {@link #printError}, after {@link #silence}; never returns where a pipe is full and nobody reads it. */
    void lastError(String text) {
        err.accept(Printable.of(text));
    }

    /** Writes over the line that the cursor is in; only where a person looks on. */
    synchronized void draw(String line) {
        // Without wrapping (DECAWM) a line that is wider than the terminal is cut instead of scrolling the rest away.
        err.accept("\r\033[K\033[?7l" + Printable.of(line.replace('\n', ' ')) + "\033[?7h");
    }

    /** Empties the line that the cursor is in. */
    synchronized void erase() {
        err.accept("\r\033[K");
    }

    /** Asks a yes-or-no question; anything but yes is no. */
    @SuppressWarnings("SystemConsoleNull")
    boolean confirm(String question) {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        String answer = console.readLine("%s [y/N] ", Printable.of(question));
        return answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}
