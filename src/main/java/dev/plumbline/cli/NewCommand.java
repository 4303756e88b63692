package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Required;
import dev.plumbline.migrate.layout.Layout;
import dev.plumbline.migrate.layout.MigrationDirectory;
import dev.plumbline.migrate.layout.NewFile;
import dev.plumbline.report.WrittenReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

final class NewCommand extends DirectoryCommand {
    private final Required slug = arguments.parameter("SLUG", "what it does, such as add_users_email");
    private final Choice<String> layout = arguments.option(
            "--layout",
            "NAME",
            "how the first files are named: up-down, flyway, prisma or diesel (default: as those that are there)");
    private final Flag dryRun = arguments.flag("--dry-run", "print the names, and write nothing");

    NewCommand() {
        super("new", "writes the files of the next migration, named as the project names them");
    }

    @Override
    int run(Surroundings surroundings) {
        String slug = this.slug.value();
        Surroundings.refuseEmpty("SLUG", slug);
        layout.value().ifPresent(given -> refuseUnknown(slug, given));
        Path path = surroundings.path(typedDirectory(), "new " + Shell.word(slug));
        Optional<String> named = layout.value().or(() -> surroundings.config().layout());
        MigrationDirectory existing = MigrationDirectory.readOrEmpty(path, named);
        if (layout.value().isPresent() && existing.migrations().isEmpty()) {
            refuseMixing(path, existing);
        }
        boolean made = Files.notExists(path);
        List<String> written = dryRun.given()
                ? next(slug, existing).stream()
                        .map(file -> path.resolve(file.path()).toString())
                        .toList()
                : write(slug, existing, named);
        surroundings.result(() -> WrittenReport.text(written), () -> WrittenReport.json(written));
        if (made && !dryRun.given()) {
            surroundings.remark("note: directory " + path + " is new");
        }
        if (named.isEmpty() && existing.migrations().isEmpty()) {
            surroundings.remark("note: " + path + " holds no migration yet, so the names are those of layout "
                    + existing.layout().name() + "; for another one remove them, then plumb new " + Shell.word(slug)
                    + " --layout " + others(existing.layout()));
        }
        return 0;
    }

    private static List<NewFile> next(String slug, MigrationDirectory existing) {
        return existing.layout().newFiles(slug, existing.migrations(), LocalDateTime.now(Clock.systemUTC()));
    }

    private List<String> write(String slug, MigrationDirectory existing, Optional<String> named) {
        Path path = existing.path();
        // Before a directory is made for a name that is none.
        next(slug, existing);
        // What else was typed is added where it is shown.
        try (CreatedFiles files = CreatedFiles.in(path, "plumb new " + Shell.word(slug))) {
            // Once no other one writes there, so that no two take one number.
            for (NewFile file : next(slug, MigrationDirectory.readOrEmpty(path, named))) {
                files.create(path.resolve(file.path()), file.content());
            }
            files.keep();
            return files.paths();
        }
    }

    private static String others(Layout chosen) {
        return Layout.all().stream()
                .filter(layout -> layout != chosen)
                .map(Layout::name)
                .collect(Collectors.joining("|"));
    }

    private static void refuseUnknown(String slug, String typed) {
        Surroundings.refuseEmpty("--layout", typed);
        try {
            Layout.named(typed);
        } catch (ProblemException e) {
            throw e.problem()
                    .remedy("plumb new " + Shell.word(slug) + " --layout "
                            + Layout.meant(typed).orElse("up-down"))
                    .exception();
        }
    }

    private static void refuseMixing(Path path, MigrationDirectory wanted) {
        MigrationDirectory found = MigrationDirectory.readOrEmpty(path, Optional.empty());
        if (!found.migrations().isEmpty()) {
            throw Problem.of(
                            ProblemId.LAYOUT_AMBIGUOUS,
                            path + " holds migrations of layout "
                                    + found.layout().name() + "; files of layout "
                                    + wanted.layout().name() + " beside them would be read by nobody")
                    .at(found.migrations().getFirst().up().path().toString())
                    .state("nothing was written")
                    .remedy("leave --layout out, or name another directory")
                    .exception();
        }
    }
}
