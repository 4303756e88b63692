package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Says why a file or directory could not be read, and what to do about it. */
final class Unreadable {
    /** What Linux and macOS take for one name of a path, in bytes. */
    private static final int LONGEST = 255;

    private Unreadable() {}

    static ProblemException problem(Path path, IOException cause) {
        Reason reason = reason(path, cause);
        return Problem.of(ProblemId.FILE_UNREADABLE, "cannot read %s: %s".formatted(path, reason.what()))
                .at(path.toString())
                .remedy(reason.remedy())
                .exception(cause);
    }

    /** For a path of which the system does not even say whether it is there. */
    static ProblemException unknown(Path path) {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            return problem(path, e);
        }
        return problem(path, new AccessDeniedException(path.toString()));
    }

    private record Reason(String what, String remedy) {}

    private static Reason reason(Path path, IOException cause) {
        String quoted = Shell.word(path);
        if (hasLongName(path)) {
            return new Reason("a name in it is longer than " + LONGEST + " bytes", "name a shorter one");
        }
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

    private static boolean hasLongName(Path path) {
        for (Path name : path) {
            if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                return true;
            }
        }
        return false;
    }
}
