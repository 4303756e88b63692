package dev.plumbline.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command: it declares what it takes, is given it by the parser, then runs once. */
abstract class PlumbCommand {
    final Arguments arguments;
    final CommonOptions options;

    PlumbCommand(String name, String description) {
        arguments = new Arguments(name, description);
        options = new CommonOptions(arguments);
    }

    /** Does the work and returns the exit code; a problem is thrown. */
    abstract int run(Surroundings surroundings);

    /** Whether plumb.yml says anything to it; one to which it does not is of use where that file is wrong. */
    boolean isConfigured() {
        return true;
    }

    /** The database that it changes, where an option other than {@code --url} names that; the commands in messages then do too. */
    Optional<String> typedServer() {
        return Optional.empty();
    }

    /** The migration directory that was typed, so that the commands in messages name it too. */
    @Nullable
    Path typedDirectory() {
        return null;
    }
}
