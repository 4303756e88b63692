package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How migrations are named: as {@code lint.names.file} in plumb.yml says, or else with words in small letters behind the version. */
final class FileName implements Rule {
    private static final String WORDS = "[a-z0-9]+([_.-]+[a-z0-9]+)*";
    /** Names of files in whose layouts the directory has the migration's name. */
    private static final Set<String> INNER = Set.of("migration", "up");

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void checkFile(Subject.File file, Report report) {
        if (file.version().isEmpty()) {
            return;
        }
        String name = name(file.path());
        Optional<String> own = file.settings().name("file");
        if (own.isPresent() && !name.matches(own.get())) {
            report.atFile()
                    .object(name)
                    .instead("a name like " + own.get() + " (lint.names.file in plumb.yml)")
                    .say("migration " + name + " is not named as the project names migrations");
        } else if (own.isEmpty() && !file.slug().matches(WORDS)) {
            report.atFile()
                    .object(name)
                    .instead("the version, and behind it words in small letters that say what it does: add_user_email")
                    .say("migration " + name + " does not say in words in small letters what it does");
        }
    }

    /** Without what only says which script of it this is. */
    private static String name(Path path) {
        String file = stem(path);
        Path above = path.getParent();
        return INNER.contains(file) && above != null ? above.getFileName().toString() : file;
    }

    private static String stem(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().replaceFirst("(\\.up)?\\.sql$", "");
    }
}
