package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.migrate.layout.Migration;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.ScriptFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the files of a directory held when it was read, so that nothing is written that stands on files which are no longer so.
 *
 * @param files the bytes of each; empty for one that cannot be read
 */
record DirectoryState(Path directory, Map<Path, Optional<ByteBuffer>> files) {

    static DirectoryState of(MigrationDirectory read) {
        Map<Path, Optional<ByteBuffer>> files = new TreeMap<>();
        for (Migration migration : read.migrations()) {
            Stream.concat(Stream.of(migration.up()), migration.down().stream())
                    .forEach(file -> files.put(file.path(), content(file)));
        }
        return new DirectoryState(read.path(), files);
    }

    /**
     * Holds the directory, as it is now, to what it was.
     *
     * @param again the command that was typed
     * @throws ProblemException {@code directory-changed}
     */
    void refuseChanges(MigrationDirectory now, String again) {
        difference(of(now)).ifPresent(difference -> {
            throw changed(directory, difference, again);
        });
    }

    private Optional<String> difference(DirectoryState now) {
        Stream<String> gone = files.keySet().stream()
                .filter(file -> !now.files.containsKey(file))
                .map(file -> file + " is gone");
        Stream<String> other = now.files.entrySet().stream()
                .filter(file -> !file.getValue().equals(files.get(file.getKey())))
                .map(file -> file.getKey() + (files.containsKey(file.getKey()) ? " holds something else" : " is new"));
        return Stream.concat(gone, other).findFirst();
    }

    static ProblemException changed(Path directory, String how, String again) {
        return Problem.of(ProblemId.DIRECTORY_CHANGED, directory + " has changed since this command read it: " + how)
                .at(directory.toString())
                .state("nothing was written")
                .remedy("ls -la " + Shell.word(directory), "the same again, over what is there now: " + again)
                .exception();
    }

    /** One that cannot be read is told of where its text is needed. */
    private static Optional<ByteBuffer> content(ScriptFile file) {
        try {
            return Optional.of(ByteBuffer.wrap(file.read()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
