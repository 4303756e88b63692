package dev.plumbline.migrate.layout;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** golang-migrate's: {@code 0007_add_email.up.sql} and {@code 0007_add_email.down.sql}. */
final class UpDownLayout extends Layout {
    private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.(down|up)\\.(.*)");
    private static final Pattern MISNAMED =
            Pattern.compile("([0-9]+)[_.-]+(.+?)(?:[._-](up|down))?\\.sql", Pattern.CASE_INSENSITIVE);
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    @Override
    public String name() {
        return "up-down";
    }

    @Override
    public Comparator<Version> order() {
        return UpDownLayout::compare;
    }

    /** What is no number comes from the ledger of another directory, and stands before all numbers. */
    private static int compare(Version a, Version b) {
        boolean first = NumericVersions.isDigits(a.key());
        boolean second = NumericVersions.isDigits(b.key());
        if (first != second) {
            return Boolean.compare(first, second);
        }
        return first ? NumericVersions.compare(a.key(), b.key()) : BYTES.compare(a.key(), b.key());
    }

    @Override
    public Version version(String identity) {
        return new Version(identity, identity);
    }

    @Override
    public boolean hasPlaceholders() {
        return false;
    }

    @Override
    String example() {
        return "0001_create_users.up.sql";
    }

    @Override
    Optional<Path> evidence(Listing listing) {
        return listing.files().stream()
                .filter(name -> match(name).isPresent())
                .findFirst()
                .map(listing.path()::resolve);
    }

    private static Optional<Matcher> match(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && matcher.group(4).equals("sql") ? Optional.of(matcher) : Optional.empty();
    }

    @Override
    Reading read(Listing listing) {
        Scripts scripts = new Scripts(this);
        Notes notes = new Notes();
        for (String name : listing.files()) {
            Path path = listing.path().resolve(name);
            Optional<Matcher> matched = match(name);
            if (matched.isEmpty()) {
                leaveAside(path, name, notes);
                continue;
            }
            Matcher parts = matched.get();
            BigInteger number = NumericVersions.number(parts.group(1));
            if (number.compareTo(LARGEST) > 0) {
                notes.add("%s is not read: its version does not fit in 64 bits, and golang-migrate skips such a file"
                        .formatted(path));
                continue;
            }
            Version version = new Version(parts.group(1), number.toString());
            ScriptFile file = new ScriptFile(path, true);
            if (parts.group(3).equals("up")) {
                scripts.up(version, version.key(), parts.group(2), file);
            } else {
                scripts.down(version, version.key(), file);
            }
        }
        listing.directories().stream()
                .filter(name -> match(name).isPresent())
                .forEach(name -> notes.add("%s is not read: it is a directory"
                        .formatted(listing.path().resolve(name))));
        scripts.refuseUnpairedDowns(
                down -> down.resolveSibling(down.getFileName().toString().replaceAll("\\.down\\.sql$", ".up.sql")));
        List<Migration> migrations = scripts.paired();
        DatedOrder.note(migrations, order()).ifPresent(notes::add);
        return new Reading(migrations, notes);
    }

    @Override
    public Optional<Path> down(Migration migration) {
        Path up = migration.up().path();
        return Optional.of(up.resolveSibling(up.getFileName().toString().replaceFirst("\\.up\\.sql$", ".down.sql")));
    }

    private static void leaveAside(Path path, String name, Notes notes) {
        Matcher misnamed = MISNAMED.matcher(name);
        if (NAME.matcher(name).matches()) {
            notes.add("%s is not read: it does not end in .sql, but golang-migrate would take it".formatted(path));
        } else if (misnamed.matches()) {
            String direction = "down".equalsIgnoreCase(misnamed.group(3)) ? "down" : "up";
            notes.lookalike(path, "%s_%s.%s.sql".formatted(misnamed.group(1), misnamed.group(2), direction));
        } else if (name.endsWith(".sql")) {
            notes.ignore(path);
        }
    }

    @Override
    List<NewFile> files(String slug, List<Migration> existing, LocalDateTime now) {
        String version = newest(existing)
                .map(newest -> NumericVersions.next(newest.text(), now))
                .orElseGet(() -> NumericVersions.MINUTES.format(now));
        String stem = version + "_" + slug;
        return List.of(
                new NewFile(Path.of(stem + ".up.sql"), NewFile.UP),
                new NewFile(Path.of(stem + ".down.sql"), NewFile.DOWN));
    }

    @Override
    Path renamable(Path up) {
        return up;
    }

    @Override
    Path renamed(Path up, Version newest) {
        String name = up.getFileName().toString();
        return up.resolveSibling(NumericVersions.following(newest.text()) + name.substring(name.indexOf('_')));
    }
}
