package dev.plumbline.rehearse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The statements under {@code src/test/resources/effects}. */
final class EffectCases {
    static final Path FOLDER = Path.of("src/test/resources/effects");
    private static final Pattern SINCE = Pattern.compile("(.*) @(\\d+)");

    private EffectCases() {}

    /**
     * A statement.
     *
     * @param since  the version of PostgreSQL that has it
     * @param before what is run before, may be empty
     */
    record Case(String name, int since, String before, String sql) {}

    static List<Case> all() throws IOException {
        List<Case> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".txt") && !it.endsWith("README.txt"))
                    .sorted()
                    .toList()) {
                String[] cases = Files.readString(file).split("(?m)^### ", -1);
                for (int i = 1; i < cases.length; i++) {
                    int end = cases[i].indexOf('\n');
                    String name = cases[i].substring(0, end);
                    String[] parts = cases[i].substring(end + 1).split("(?m)^--->\n", -1);
                    Matcher since = SINCE.matcher(name);
                    String before = parts.length == 1 ? "" : parts[0].strip();
                    String sql = parts[parts.length - 1].strip();
                    all.add(
                            since.matches()
                                    ? new Case(since.group(1), Integer.parseInt(since.group(2)), before, sql)
                                    : new Case(name, 0, before, sql));
                }
            }
        }
        return all;
    }
}
