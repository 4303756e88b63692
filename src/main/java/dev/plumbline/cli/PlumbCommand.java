package dev.plumbline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command: its options are filled in by the parser, then it runs once. */
abstract class PlumbCommand {
    @Mixin
    CommonOptions options = new CommonOptions();

    /** Does the work and returns the exit code; a problem is thrown. */
    abstract int run(Surroundings surroundings);

    /** The migration directory that was typed, so that the commands in messages name it too. */
    @Nullable
    Path typedDirectory() {
        return null;
    }
}
