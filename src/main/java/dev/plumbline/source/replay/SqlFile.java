package dev.plumbline.source.replay;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Recognises files that hold SQL in another form. */
final class SqlFile {
    private static final byte[] DUMP = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private SqlFile() {}

    /** Throws {@code not-sql} with the command that would make it SQL. A file that is there and cannot be read is told later. */
    static void refuseArchives(Path file) {
        if (Files.notExists(file)) {
            throw Problem.of(ProblemId.FILE_UNREADABLE, "there is no file " + file)
                    .at(file.toString())
                    .state("nothing was run")
                    .remedy("name a file of SQL statements, such as pg_dump --schema-only writes")
                    .exception();
        }
        refusePipes(file);
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(DUMP.length);
        } catch (IOException e) {
            return;
        }
        if (Arrays.equals(start, DUMP)) {
            throw notSql(file, "an archive of pg_dump", "pg_restore --schema-only --file=schema.sql '" + file + "'");
        }
        if (Arrays.mismatch(start, GZIP) == GZIP.length) {
            throw notSql(file, "compressed by gzip", "gunzip --stdout '" + file + "' > schema.sql");
        }
    }

    /** Opening a pipe waits for somebody to write into it, and some devices are never read to their end. */
    private static void refusePipes(Path file) {
        boolean other;
        try {
            other = Files.readAttributes(file, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return;
        }
        if (other) {
            throw Problem.of(
                            ProblemId.FILE_UNREADABLE,
                            "cannot read " + file + ": it is a pipe, a socket or a device, a file is expected")
                    .at(file.toString())
                    .state("nothing was run")
                    .remedy(
                            "write what comes from there into a file, such as schema.sql, then name that: sql:schema.sql")
                    .exception();
        }
    }

    private static RuntimeException notSql(Path file, String what, String command) {
        return Problem.of(ProblemId.NOT_SQL, file + " is not SQL: it is " + what)
                .at(file.toString())
                .state("nothing was run")
                .remedy(command + ", then name schema.sql instead")
                .exception();
    }
}
