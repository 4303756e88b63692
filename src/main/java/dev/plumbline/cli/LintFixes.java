package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.lint.Linter;
import dev.plumbline.lint.Mended;
import dev.plumbline.migrate.layout.ScriptFile;
import dev.plumbline.sql.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes what can be mended into the files. */
final class LintFixes {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Surroundings surroundings;
    private final String again;

    LintFixes(Surroundings surroundings, String again) {
        this.surroundings = surroundings;
        this.again = again;
    }

    /** Returns whether any file was changed. */
    boolean write(List<Linter.Checked> checked) {
        List<String> written = new ArrayList<>();
        for (Linter.Checked one : checked) {
            if (!one.fixes().isEmpty()) {
                write(one, written);
            }
        }
        return !written.isEmpty();
    }

    private void write(Linter.Checked checked, List<String> written) {
        Path path = checked.path();
        byte[] bytes = new ScriptFile(path, true).read();
        String text = SourceText.of(path.toString(), bytes).text();
        if (text.contains("${")) {
            surroundings.remark("note: " + path + " holds placeholders, and is left as it is");
            return;
        }
        Mended mended = Mended.of(text, checked.fixes());
        boolean marked = new String(bytes, StandardCharsets.UTF_8).startsWith(BYTE_ORDER_MARK);
        try {
            replace(path.toRealPath(), (marked ? BYTE_ORDER_MARK : "") + withEndsOf(text, mended.text()));
        } catch (IOException e) {
            throw Problem.of(ProblemId.FILE_UNWRITABLE, path + " cannot be written: " + e.getMessage())
                    .at(path.toString())
                    .state(written.isEmpty() ? "no file was changed" : "changed: " + String.join(", ", written))
                    .remedy("ls -l " + path, "then " + again + " --fix")
                    .exception(e);
        }
        written.add(path.toString());
        surroundings.remark(
                "mended " + path + ": " + mended.fixes() + (mended.fixes() == 1 ? " finding" : " findings"));
    }

    /** Through a symbolic link, and with the rights that the file had: one that must not be written is not. */
    private static void replace(Path file, String text) throws IOException {
        if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString(), null, "it is read-only");
        }
        // A file that is cut off half way would be a migration of another kind.
        Path whole = file.resolveSibling("." + file.getFileName() + ".plumb");
        Files.copy(file, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lines end as all lines of the file do. */
    private static String withEndsOf(String file, String mended) {
        boolean windows = file.contains("\r\n") && !file.replace("\r\n", "").contains("\n");
        return windows ? mended.replace("\r\n", "\n").replace("\n", "\r\n") : mended;
    }
}
