package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Copies a data directory. */
final class Copy {
    private Copy() {}

    /** Puts a copy of {@code data}, under its own name, into {@code target}. */
    static void of(Path data, Path target) throws IOException {
        // cp clones where the file system can, keeps the owner, and is twice as fast as a loop over Files.copy.
        Process copy = Launch.plain(List.of("cp", "-pPR", data.toString(), target.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(copy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (Launch.exitCode(copy) != 0) {
            throw new IOException(output.strip());
        }
    }
}
