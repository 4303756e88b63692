package dev.plumbline.cli;

import picocli.CommandLine.Mixin;

/** A command: its options are filled in by the parser, then it runs once. */
abstract class PlumbCommand {
    @Mixin
    CommonOptions options = new CommonOptions();

    /** Does the work and returns the exit code; a problem is thrown. */
    abstract int run(Surroundings surroundings);
}
