package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Choice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A command about a migration directory, which is its last argument or that of the configuration. */
abstract class DirectoryCommand extends PlumbCommand {
    private final Choice<String> directory =
            arguments.lastParameter("DIR", "migration directory (default: migrations: of plumb.yml)");

    DirectoryCommand(String name, String description) {
        super(name, description);
    }

    @Override
    @Nullable
    final Path typedDirectory() {
        return directory.value().map(Path::of).orElse(null);
    }
}
