package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files that one command adds to a directory of migrations: all of them, or none. Until it is closed no other plumb writes
 * there.
 */
final class CreatedFiles implements AutoCloseable {
    private final String again;
    private final List<Path> directories = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    @Nullable
    private DirectoryLock lock;

    private boolean kept;

    private CreatedFiles(String again) {
        this.again = again;
    }

    /**
     * Makes the directory where it is not there.
     *
     * @param again the command, to be typed again where it fails
     * @throws ProblemException {@code file-unwritable}, or {@code directory-changed} where another plumb is writing there
     */
    static CreatedFiles in(Path directory, String again) {
        CreatedFiles created = new CreatedFiles(again);
        try {
            created.makeDirectory(directory);
            created.lock = DirectoryLock.of(directory);
        } catch (IOException e) {
            throw created.unwritable(directory, 0, e);
        }
        if (created.lock == null) {
            throw DirectoryState.changed(directory, "another plumb is writing into it", again);
        }
        return created;
    }

    /**
     * Writes one more file, whole, or removes all that were written before it.
     *
     * @throws ProblemException {@code file-unwritable}, also where the file is there already
     */
    void create(Path target, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        // No layout reads a name that starts with a dot.
        Path draft = target.resolveSibling(".plumb-" + UUID.randomUUID() + ".tmp");
        try {
            makeDirectory(target.getParent());
            try {
                write(draft, bytes);
                place(draft, target);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw unwritable(target, bytes.length, e);
        }
        files.add(target);
    }

    /** The files, in the order they were written. */
    List<String> paths() {
        return files.stream().map(Path::toString).toList();
    }

    /** All is written: closing leaves it. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (kept) {
            release();
        } else {
            undo();
        }
    }

    private static void write(Path draft, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    /** A link, unlike a new name, never takes the place of a file that is there. */
    private static void place(Path draft, Path target) throws IOException {
        try {
            Files.createLink(target, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // FAT and some file systems of networks have no links.
            Files.move(draft, target);
        }
    }

    private void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory == null || directory.toString().isEmpty()) {
            return;
        }
        List<Path> missing = new ArrayList<>();
        for (Path it = directory; it != null && Files.notExists(it); it = it.getParent()) {
            missing.addFirst(it);
        }
        for (Path it : missing) {
            if (Files.notExists(it)) {
                Files.createDirectory(it);
                directories.add(it);
            }
        }
        Files.createDirectories(directory);
    }

    /** Removes what was made; returns the files for which that failed. */
    private List<String> undo() {
        List<String> left = new ArrayList<>();
        for (Path file : files.reversed()) {
            if (!isRemoved(file)) {
                left.addFirst(file.toString());
            }
        }
        files.clear();
        release();
        // One that somebody else has put something into stays.
        directories.reversed().forEach(CreatedFiles::isRemoved);
        directories.clear();
        return left;
    }

    private static boolean isRemoved(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void release() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private ProblemException unwritable(Path target, int length, IOException e) {
        Path near = nearest(target);
        boolean isFull = isFull(near, length, e);
        String reason = isFull ? "no space is left on its file system" : reason(near, e);
        int before = files.size();
        List<String> left = undo();
        // The innermost one that is there now.
        String directory = Shell.word(nearest(target));
        String[] remedies = isFull
                ? new String[] {"df -h " + directory, "once there is room: " + again}
                : new String[] {"ls -ld " + directory};
        return Problem.of(ProblemId.FILE_UNWRITABLE, "cannot write " + target + ": " + reason)
                .state(state(before, left))
                .remedy(remedies)
                .exception(e);
    }

    private static String state(int before, List<String> left) {
        if (!left.isEmpty()) {
            return "written, and not to be removed again, is " + String.join(", ", left);
        }
        return switch (before) {
            case 0 -> "nothing was written";
            case 1 -> "nothing was written: the file before it was removed again";
            default -> "nothing was written: the " + before + " files before it were removed again";
        };
    }

    /** The innermost of the directories around a file that is there. */
    private static Path nearest(Path target) {
        Path parent = target.getParent();
        while (parent != null && Files.notExists(parent)) {
            parent = parent.getParent();
        }
        return parent == null ? Path.of(".") : parent;
    }

    /** A system may word its reason in the user's language, or be out of something else than room for bytes. */
    private static boolean isFull(Path directory, int length, IOException e) {
        if (String.valueOf(e.getMessage()).contains("No space left on device")) {
            return true;
        }
        try {
            return !(e instanceof FileAlreadyExistsException)
                    && length > 0
                    && Files.getFileStore(directory).getUsableSpace() < length;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String reason(Path near, IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException exists -> exists.getFile() + " exists already";
            case NoSuchFileException _ -> near + " takes no new file or directory";
            case FileSystemException other when other.getReason() != null -> lower(other.getReason());
            default -> e.getMessage() == null ? "the system gives no reason" : lower(e.getMessage());
        };
    }

    private static String lower(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
