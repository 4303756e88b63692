package dev.plumbline.migrate.layout;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Diesel's: {@code 2024-01-01-120000_create_users/up.sql} and {@code down.sql}, with an optional {@code metadata.toml}. */
final class DieselLayout extends DirectoryLayout {
    private static final String UP = "up.sql";
    private static final String DOWN = "down.sql";
    private static final String METADATA = "metadata.toml";
    private static final Pattern COUNTED = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9a-f]{4}");
    private static final Pattern IN_TRANSACTION =
            Pattern.compile("^\\s*run_in_transaction\\s*=\\s*(\\S+)", Pattern.MULTILINE);

    DieselLayout() {
        super(UP);
    }

    @Override
    public String name() {
        return "diesel";
    }

    @Override
    public Version version(String identity) {
        return new Version(identity, identity);
    }

    @Override
    String example() {
        return "2024-01-01-120000_create_users/up.sql";
    }

    @Override
    void migration(String name, Listing directory, Scripts scripts, Notes notes) {
        boolean hasUp = directory.files().contains(UP);
        boolean hasDown = directory.files().contains(DOWN);
        if (!hasUp && !hasDown) {
            // Diesel refuses such a directory, unless it is empty.
            if (!directory.files().isEmpty()) {
                notes.add("%s is not read: it holds no %s, and Diesel would refuse it".formatted(directory.path(), UP));
            }
            return;
        }
        int underscore = name.indexOf('_');
        String text = underscore < 0 ? name : name.substring(0, underscore);
        String key = key(text);
        if (key.isEmpty()) {
            notes.add("%s is not read: no version stands before the first underscore of its name"
                    .formatted(directory.path()));
            return;
        }
        Version version = new Version(text, key);
        boolean transactional = transactional(directory, notes);
        if (hasUp) {
            String slug = underscore < 0 ? "" : name.substring(underscore + 1);
            Path up = directory.path().resolve(UP);
            scripts.up(version, key, slug, new ScriptFile(up, transactional));
        }
        if (hasDown) {
            scripts.down(version, key, new ScriptFile(directory.path().resolve(DOWN), transactional));
        }
    }

    /** As Diesel has it: no file means yes, a file that does not say means no, one that says something else means yes. */
    private static boolean transactional(Listing directory, Notes notes) {
        if (!directory.files().contains(METADATA)) {
            return true;
        }
        Path file = directory.path().resolve(METADATA);
        Matcher setting = IN_TRANSACTION.matcher(new ScriptFile(file, true).text());
        if (!setting.find()) {
            notes.add("%s does not say run_in_transaction; Diesel then runs the migration outside a transaction"
                    .formatted(file));
            return false;
        }
        return !setting.group(1).equals("false");
    }

    @Override
    public Optional<NewFile> outsideTransactions(Path up) {
        return Optional.of(new NewFile(up.resolveSibling(METADATA), "run_in_transaction = false\n"));
    }

    @Override
    List<NewFile> files(String slug, List<Migration> existing, LocalDateTime now) {
        Optional<Version> newest = newest(existing);
        String version = dashed(NumericVersions.SECONDS.format(now))
                + newest.map(DieselLayout::counter).orElse("");
        if (newest.isPresent() && BYTES.compare(key(version), newest.get().key()) <= 0) {
            version = following(newest.get());
        }
        Path directory = Path.of(version + "_" + slug);
        return List.of(
                new NewFile(directory.resolve(UP), NewFile.UP), new NewFile(directory.resolve(DOWN), NewFile.DOWN));
    }

    /** The {@code -0000} that Diesel's command line has put after the second since 2.3, where the newest has it. */
    private static String counter(Version newest) {
        return COUNTED.matcher(newest.text()).matches() ? "-0000" : "";
    }

    /** One second later, or where the newest is not dated something longer: what starts with it sorts after it. */
    private static String following(Version newest) {
        String digits = newest.key().substring(0, Math.min(14, newest.key().length()));
        if (NumericVersions.isDigits(digits)) {
            String later = NumericVersions.following(digits);
            if (BYTES.compare(later, newest.key()) > 0) {
                return later.length() == 14 ? dashed(later) + counter(newest) : later;
            }
        }
        return newest.text() + "-0001";
    }

    private static String key(String version) {
        return version.replace("-", "");
    }

    private static String dashed(String digits) {
        return "%s-%s-%s-%s"
                .formatted(digits.substring(0, 4), digits.substring(4, 6), digits.substring(6, 8), digits.substring(8));
    }

    @Override
    Path renamed(Path script, Version newest) {
        Path directory = renamable(script);
        String name = directory.getFileName().toString();
        int underscore = name.indexOf('_');
        return directory.resolveSibling(following(newest) + (underscore < 0 ? "" : name.substring(underscore)));
    }
}
