package dev.plumbline.cli;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where output goes: results to {@code out}, everything else to {@code err}. Thread-safe. */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;

    /** {@code interactive} says that a person sees {@code err} as it comes and can answer questions. */
    public Terminal(PrintStream out, PrintStream err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    // With -Djdk.console=java.base, as the launcher starts us, there is none where output is redirected.
    @SuppressWarnings("SystemConsoleNull")
    static Terminal ofProcess() {
        Console console = System.console();
        return new Terminal(
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    boolean interactive() {
        return interactive;
    }

    synchronized void print(String text) {
        out.print(text);
        out.flush();
    }

    synchronized void printError(String text) {
        err.print(text);
        err.flush();
    }

    /** Asks a yes-or-no question; anything but yes is no. */
    @SuppressWarnings("SystemConsoleNull")
    boolean confirm(String question) {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
