package dev.plumbline.cli;

import java.util.Locale;
import java.util.Map;

/** The {@code plumb} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Messages are in English, the driver's too, some of which ConnectFailure knows; digits are ASCII everywhere.
        Locale.setDefault(Locale.ROOT);
        Terminal terminal = Terminal.ofProcess();
        int exitCode = run(terminal, System.getenv(), args);
        Shutdown.exit(exitCode);
    }

    /** Runs one command line and returns its exit code; prints only to the terminal given. */
    static int run(Terminal terminal, Map<String, String> environment, String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // Answered without the parser: scripts ask for it, and it should cost nothing.
            terminal.print("plumb " + Version.text() + "\n");
            return 0;
        }
        return CommandTree.execute(terminal, environment, args);
    }
}
