package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a file or directory could not be read, and what to do about it. */
final class Unreadable {
    private Unreadable() {}

    static ProblemException problem(Path path, IOException cause) {
        Reason reason = reason(path, cause);
        return Problem.of(ProblemId.FILE_UNREADABLE, "cannot read %s: %s".formatted(path, reason.what()))
                .at(path.toString())
                .remedy(reason.remedy())
                .exception(cause);
    }

    private record Reason(String what, String remedy) {}

    private static Reason reason(Path path, IOException cause) {
        String quoted = Shell.word(path);
        if (cause instanceof AccessDeniedException) {
            return new Reason("permission denied", "chmod u+rX " + quoted);
        }
        // The file system is asked, not the exception's text, which differs between platforms.
        if (Files.isDirectory(path)) {
            return new Reason("it is a directory, a file is expected", "ls -la " + quoted);
        }
        if (Files.isSymbolicLink(path) && Files.notExists(path)) {
            return new Reason("it is a symbolic link to a file that does not exist", "ls -l " + quoted);
        }
        if (cause instanceof NoSuchFileException) {
            return new Reason("it no longer exists", "restore it: git checkout -- " + quoted);
        }
        return new Reason(String.valueOf(cause.getMessage()), "ls -l " + quoted);
    }
}
