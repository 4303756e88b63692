package dev.plumbline.cli;

import java.util.Map;

/**
 * A command line that was run inside the test's own process, for tests of other packages.
 *
 * @param exitCode what the process would have ended with
 * @param out      what it printed as its result
 * @param err      what else it printed
 */
public record CommandRun(int exitCode, String out, String err) {
    public static CommandRun of(String... arguments) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int exitCode = Main.run(new Terminal(out::append, err::append), Map.of(), arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
