package dev.plumbline.bench;

import java.util.List;
import java.util.Optional;

/**
 * A tool that is measured, as the commands that a person would type.
 *
 * @param apply  applies what is pending
 * @param status says what is applied, and fails where something is not; empty for a tool that does not know
 * @param ledger counts the migrations that the tool itself says it applied; empty for a tool that keeps no list, and then
 *               applying again is not measured either
 */
record Tool(String name, Command apply, Optional<Command> status, Optional<String> ledger) {
    /** Arguments for one database. */
    @FunctionalInterface
    interface Command {
        List<String> on(Target target);
    }

    /** A database, by a URL as libpq reads it and by its parts. */
    record Target(String url, String jdbcUrl, String user, String password) {}
}
