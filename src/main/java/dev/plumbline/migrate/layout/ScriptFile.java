package dev.plumbline.migrate.layout;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
        // Half the cost of Files.readAllBytes for a small file, of which there are thousands.
        File file = path.toFile();
        if (!file.isFile()) {
            return readOrExplain();
        }
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            return readOrExplain();
        } catch (IOException e) {
            throw Unreadable.problem(path, e);
        }
    }

    /** This way of reading says why it cannot. */
    private byte[] readOrExplain() {
        try {
            refuseOther();
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw Unreadable.problem(path, e);
        }
    }

    /** A pipe would be read for ever, and opening it would wait for somebody to write. */
    private void refuseOther() throws IOException {
        if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new IOException("it is a pipe, a socket or a device, a file is expected");
        }
    }

    /** The file as text, for the small settings that stand beside migrations. */
    String text() {
        return new String(read(), StandardCharsets.UTF_8);
    }
}
