package dev.plumbline.migrate.layout;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flyway's: {@code V2__add_email.sql}, {@code U2__add_email.sql}, {@code B2__all.sql} and {@code R__views.sql}. */
final class FlywayLayout extends Layout {
    private static final Pattern VERSIONED = Pattern.compile("([VUB])([0-9]+(?:[._][0-9]+)*)(?:__(.*))?\\.(?i:sql)");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.(?i:sql)");
    private static final Pattern CALLBACK =
            Pattern.compile("(?:(?:before|after)[A-Z][A-Za-z]*|createSchema)(?:__.*)?\\.(?i:sql)");
    private static final Pattern JAVA = Pattern.compile("[VUBR][0-9_]*__.*\\.(?:java|kt|class|groovy|scala)");
    private static final Pattern MISNAMED =
            Pattern.compile("([VUB])?[_-]?([0-9]+(?:[._][0-9]+)*)[_ -]+(\\D.*)\\.sql", Pattern.CASE_INSENSITIVE);
    /** As {@code sqlMigrationPrefix} may have it. */
    private static final Pattern OTHER_PREFIX =
            Pattern.compile("[A-Z]+[_-]?([0-9]+(?:[._][0-9]+)*)__(.*)\\.sql", Pattern.CASE_INSENSITIVE);

    /** As {@code sqlMigrationSuffixes} may have it. */
    private static final Pattern OTHER_SUFFIX = Pattern.compile("(?:[VUB][0-9]+(?:[._][0-9]+)*|R)__.*\\.(?!conf$)\\w+");

    private static final Pattern MISNAMED_REPEATABLE = Pattern.compile("R[_-]+(.+)\\.sql", Pattern.CASE_INSENSITIVE);
    private static final Pattern OUTSIDE_TRANSACTION = setting("executeInTransaction\\s*=\\s*false\\s*$");
    private static final Pattern NEVER = setting("shouldExecute\\s*=\\s*false\\s*$");
    private static final Pattern CONDITION = setting("shouldExecute\\s*=(?!\\s*true\\s*$)");

    private static Pattern setting(String regex) {
        return Pattern.compile("^\\s*" + regex, Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    }

    @Override
    public String name() {
        return "flyway";
    }

    /** Part by part as numbers, a missing part being zero; repeatables after all versions, by description. */
    @Override
    public Comparator<Version> order() {
        return FlywayVersions.ORDER;
    }

    @Override
    public Version version(String identity) {
        return FlywayVersions.ofIdentity(identity);
    }

    @Override
    public boolean hasPlaceholders() {
        return true;
    }

    @Override
    String example() {
        return "V1__create_users.sql";
    }

    @Override
    Optional<Path> evidence(Listing listing) {
        return listing.tree().stream()
                .filter(path -> {
                    String name = path.getFileName().toString();
                    return VERSIONED.matcher(name).matches()
                            || REPEATABLE.matcher(name).matches();
                })
                .findFirst();
    }

    @Override
    Reading read(Listing listing) {
        Scripts scripts = new Scripts(this);
        Notes notes = new Notes();
        Set<Path> files = new LinkedHashSet<>(listing.tree());
        for (Path path : files) {
            String name = path.getFileName().toString();
            Matcher versioned = VERSIONED.matcher(name);
            Matcher repeatable = REPEATABLE.matcher(name);
            String settings = settings(path, files);
            ScriptFile file =
                    new ScriptFile(path, !OUTSIDE_TRANSACTION.matcher(settings).find());
            if (NEVER.matcher(settings).find()) {
                notes.add("%s is not read: %s.conf says shouldExecute=false".formatted(path, name));
            } else if (versioned.matches()) {
                Version version = FlywayVersions.of(versioned.group(2));
                String slug = Optional.ofNullable(versioned.group(3)).orElse("");
                noteCondition(path, settings, notes);
                switch (versioned.group(1)) {
                    case "V" -> scripts.up(version, version.key(), slug, file);
                    case "B" -> scripts.up(version, Kind.BASELINE.identity(version.key()), slug, file);
                    default -> scripts.down(version, version.key(), file);
                }
            } else if (repeatable.matches()) {
                Version version = FlywayVersions.repeatable(repeatable.group(1));
                noteCondition(path, settings, notes);
                scripts.up(version, version.key(), repeatable.group(1), file);
            } else {
                leaveAside(path, name, notes);
            }
        }
        scripts.unpairedDowns()
                .forEach(undo -> notes.add("%s is not read: no V file has its version".formatted(undo.path())));
        List<Migration> migrations = scripts.paired();
        DatedOrder.note(migrations, order()).ifPresent(notes::add);
        return new Reading(migrations, notes);
    }

    /** The text of the settings that stand beside a script, empty where there are none. */
    private static String settings(Path path, Set<Path> files) {
        Path settings = path.resolveSibling(path.getFileName() + ".conf");
        return files.contains(settings) ? new ScriptFile(settings, true).text() : "";
    }

    private static void noteCondition(Path path, String settings, Notes notes) {
        if (CONDITION.matcher(settings).find()) {
            notes.add("%s.conf sets shouldExecute, which Plumbline does not evaluate; the migration runs"
                    .formatted(path));
        }
    }

    private static void leaveAside(Path path, String name, Notes notes) {
        Matcher misnamed = MISNAMED.matcher(name);
        Matcher otherPrefix = OTHER_PREFIX.matcher(name);
        Matcher misnamedRepeatable = MISNAMED_REPEATABLE.matcher(name);
        if (CALLBACK.matcher(name).matches()) {
            notes.add("%s is a callback of Flyway; Plumbline does not run it".formatted(path));
        } else if (JAVA.matcher(name).matches()) {
            notes.add("%s is ignored: Plumbline runs SQL migrations, not those written in code".formatted(path));
        } else if (misnamed.matches()) {
            String prefix = Optional.ofNullable(misnamed.group(1)).orElse("V").toUpperCase(Locale.ROOT);
            notes.lookalike(path, "%s%s__%s.sql".formatted(prefix, misnamed.group(2), misnamed.group(3)));
        } else if (misnamedRepeatable.matches()) {
            notes.lookalike(path, "R__%s.sql".formatted(misnamedRepeatable.group(1)));
        } else if (otherPrefix.matches()) {
            notes.lookalike(path, "V%s__%s.sql".formatted(otherPrefix.group(1), otherPrefix.group(2)));
        } else if (name.toLowerCase(Locale.ROOT).endsWith(".sql")) {
            notes.ignore(path);
        } else if (OTHER_SUFFIX.matcher(name).matches()) {
            notes.add("%s is not read: it does not end in .sql".formatted(path));
        }
    }

    @Override
    List<NewFile> files(String slug, List<Migration> existing, LocalDateTime now) {
        String version = newestMigration(existing)
                .map(newest -> FlywayVersions.next(written(newest), now))
                .orElse("1");
        NewFile up = new NewFile(Path.of("V%s__%s.sql".formatted(version, slug)), NewFile.UP);
        NewFile undo = new NewFile(Path.of("U%s__%s.sql".formatted(version, slug)), NewFile.DOWN);
        return existing.stream().anyMatch(migration -> migration.down().isPresent()) ? List.of(up, undo) : List.of(up);
    }

    /** Flyway undoes single versions alone: a baseline script has no U script. */
    @Override
    public Optional<Path> down(Migration migration) {
        Path up = migration.up().path();
        return Optional.of(up)
                .filter(_ -> migration.kind() == Kind.VERSIONED)
                .map(path ->
                        path.resolveSibling("U" + path.getFileName().toString().substring(1)));
    }

    /** The version as its file name has it, with underscores where the directory uses them for dots. */
    private static String written(Migration migration) {
        Matcher name = VERSIONED.matcher(migration.up().path().getFileName().toString());
        return name.matches() ? name.group(2) : migration.version().text();
    }

    @Override
    Path renamable(Path up) {
        return up;
    }

    @Override
    Path renamed(Path up, Version newest) {
        String name = up.getFileName().toString();
        if (REPEATABLE.matcher(name).matches()) {
            return up.resolveSibling(name.replaceFirst("(?i)\\.sql$", "_2.sql"));
        }
        int separator = name.indexOf("__");
        String rest = separator < 0 ? name.substring(name.lastIndexOf('.')) : name.substring(separator);
        return up.resolveSibling(name.charAt(0) + FlywayVersions.following(newest.text()) + rest);
    }
}
