package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prisma Migrate's: {@code 20240101120000_add_email/migration.sql}, and {@code down.sql} beside it by convention. */
final class PrismaLayout extends DirectoryLayout {
    private static final String UP = "migration.sql";
    private static final String DOWN = "down.sql";
    private static final String LOCK = "migration_lock.toml";
    private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)");
    private static final Pattern PROVIDER =
            Pattern.compile("^provider\\s*=\\s*[\"']?([^\"'\\s#]*)[\"']?", Pattern.MULTILINE);
    private static final List<String> PROVIDERS = List.of("postgresql", "cockroachdb");

    PrismaLayout() {
        super(UP);
    }

    @Override
    public String name() {
        return "prisma";
    }

    @Override
    public Version version(String identity) {
        Matcher parts = NAME.matcher(identity);
        return new Version(parts.matches() ? parts.group(1) : identity, identity);
    }

    private static String slug(String directory) {
        Matcher parts = NAME.matcher(directory);
        return parts.matches() ? parts.group(2) : "";
    }

    @Override
    String example() {
        return "20240101120000_create_users/migration.sql";
    }

    @Override
    Reading read(Listing listing) {
        if (listing.files().contains(LOCK)) {
            refuseOtherDatabases(listing.path().resolve(LOCK));
        }
        Reading reading = super.read(listing);
        noteLocaleOrder(reading.migrations(), reading.notes());
        return reading;
    }

    @Override
    void migration(String name, Listing directory, Scripts scripts, Notes notes) {
        Version version = version(name);
        if (directory.files().contains(UP)) {
            Path up = directory.path().resolve(UP);
            scripts.up(version, name, slug(name), new ScriptFile(up, true));
        } else if (NAME.matcher(name).matches()) {
            notes.add("%s is not read: it holds no %s, and Prisma would refuse it".formatted(directory.path(), UP));
        }
        if (directory.files().contains(DOWN)) {
            scripts.down(version, name, new ScriptFile(directory.path().resolve(DOWN), true));
        }
    }

    private static void refuseOtherDatabases(Path lock) {
        Matcher found = PROVIDER.matcher(new ScriptFile(lock, true).text());
        String provider = found.find() ? found.group(1) : "";
        if (!PROVIDERS.contains(provider)) {
            String says = provider.isEmpty() ? "no provider" : "provider \"" + provider + "\"";
            throw Problem.of(
                            ProblemId.PROVIDER_UNSUPPORTED,
                            "%s says %s; allowed are %s".formatted(lock, says, String.join(", ", PROVIDERS)))
                    .at(lock.toString())
                    .remedy("name a directory whose migrations are for PostgreSQL, for example: "
                            + "plumb status prisma/migrations")
                    .exception();
        }
    }

    /** Prisma sorted directories by their bytes until its listing moved to TypeScript, which sorts as people do. */
    private void noteLocaleOrder(List<Migration> migrations, Notes notes) {
        List<Version> versions =
                migrations.stream().map(Migration::version).sorted(order()).toList();
        for (int i = 1; i < versions.size(); i++) {
            String before = versions.get(i - 1).key();
            String after = versions.get(i).key();
            if (collated(before).compareTo(collated(after)) > 0) {
                notes.add("%s sorts before %s as text, as in Prisma up to 6.5; later ones run them the other way round"
                        .formatted(before, after));
                return;
            }
        }
    }

    /** Close to what localeCompare does with file names: punctuation before digits before letters, case last. */
    private static String collated(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '\u0001').replace('-', '\u0002');
    }

    @Override
    List<NewFile> files(String slug, List<Migration> existing, LocalDateTime now) {
        String version = NumericVersions.SECONDS.format(now);
        Optional<Version> newest = newest(existing);
        if (newest.isPresent() && BYTES.compare(version + "_", newest.get().key()) <= 0) {
            version = following(newest.get());
        }
        return List.of(new NewFile(Path.of(version + "_" + slug, UP), NewFile.UP));
    }

    /** A version one second later, or where the newest is not dated its whole name: what starts with it sorts after it. */
    private static String following(Version newest) {
        String later = NumericVersions.isDigits(newest.text()) ? NumericVersions.following(newest.text()) : "";
        return BYTES.compare(later, newest.key()) > 0 ? later : newest.key();
    }

    @Override
    Path renamed(Path up, Version newest) {
        return up;
    }
}
