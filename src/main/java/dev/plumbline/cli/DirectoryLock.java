package dev.plumbline.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second plumb from writing into a directory. The system frees it where a process dies. */
final class DirectoryLock implements AutoCloseable {
    private static final String NAME = ".plumb-lock";

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Null where another has it: nobody waits, since what was read before is then of no use. */
    @Nullable
    static DirectoryLock of(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return new DirectoryLock(file, channel);
        }
        channel.close();
        return null;
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // A file system without locks: that the directory is looked at again has to do.
            return true;
        }
    }

    @Override
    public void close() {
        try (channel) {
            // Before it is free: the next one makes a file of its own.
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What is left is empty, and stands in nobody's way.
            return;
        }
    }
}
