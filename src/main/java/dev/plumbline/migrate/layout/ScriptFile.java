package dev.plumbline.migrate.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of SQL.
 *
 * @param path          as the user would type it: it starts with the directory they named
 * @param transactional false where the layout's own metadata asks to run it outside a transaction
 */
public record ScriptFile(Path path, boolean transactional) {

    /**
     * The file's bytes as they are on disk now.
     *
     * @throws dev.plumbline.ProblemException {@code file-unreadable}
     */
    public byte[] read() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw Unreadable.problem(path, e);
        }
    }

    /**
     * Looks whether the file could be read.
     *
     * @throws dev.plumbline.ProblemException {@code file-unreadable}
     */
    public void requireReadable() {
        try {
            Files.newByteChannel(path).close();
        } catch (IOException e) {
            throw Unreadable.problem(path, e);
        }
    }

    /** The file as text, for the small settings that stand beside migrations. */
    String text() {
        return new String(read(), StandardCharsets.UTF_8);
    }
}
