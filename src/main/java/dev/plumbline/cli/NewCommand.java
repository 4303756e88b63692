package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.NewFile;
import dev.plumbline.report.MarkReport;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "new", description = "writes the files of the next migration, named as the project names them")
final class NewCommand extends DirectoryCommand {
    @Parameters(index = "0", paramLabel = "SLUG", description = "what it does, such as add_users_email")
    String slug = "";

    @Option(names = "--dry-run", description = "print the names, and write nothing")
    boolean dryRun;

    @Override
    int run(Surroundings surroundings) {
        Path path = surroundings.path(directory);
        MigrationDirectory existing =
                MigrationDirectory.readOrEmpty(path, surroundings.config().layout());
        LocalDateTime now = LocalDateTime.now(Clock.systemUTC());
        List<String> written = new ArrayList<>();
        for (NewFile file : existing.layout().newFiles(slug, existing.migrations(), now)) {
            Path target = path.resolve(file.path());
            if (!dryRun) {
                write(target, file.content());
            }
            written.add(target.toString());
        }
        surroundings.result(() -> MarkReport.text(written), () -> MarkReport.json(written));
        return 0;
    }

    static void write(Path target, String content) {
        try {
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw Problem.of(ProblemId.FILE_UNWRITABLE, "cannot write " + target + ": " + reason(e))
                    .state("files named before it in the output were written")
                    .remedy("ls -ld " + target.getParent())
                    .exception(e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException exists -> exists.getFile() + " exists already";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.toString();
        };
    }
}
