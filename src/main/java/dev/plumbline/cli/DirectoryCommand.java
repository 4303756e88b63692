package dev.plumbline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about a migration directory, which is its last argument or that of the configuration. */
abstract class DirectoryCommand extends PlumbCommand {
    /** {@code 0+} is the first place after the command's own parameters. */
    @Parameters(
            index = "0+",
            arity = "0..1",
            paramLabel = "DIR",
            description = "migration directory (default: migrations: of plumb.yml)")
    @Nullable
    Path directory;

    @Override
    @Nullable
    final Path typedDirectory() {
        return directory;
    }
}
