package dev.plumbline.cli;

import dev.plumbline.shadow.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One text file of files, commands and what they print:
 *
 * <pre>
 * >>> migrations/1_one.up.sql     writes a file, up to the line &lt;&lt;&lt;
 * CREATE TABLE one (id int);
 * &lt;&lt;&lt;
 *
 * $ plumb apply migrations        runs the command line; NAME=VALUE before plumb sets the environment
 * applied      1 one …            what it must print, and the line "exit N" where N is not 0
 *
 * $ sql SELECT count(*) FROM one  runs a query on the script's database
 * 0
 *
 * $ hold LOCK TABLE one           leaves a transaction of another session open, until "$ release"
 * $ cat FILE, $ rm FILE, $ link FILE TARGET, $ bytes FILE HEX
 * </pre>
 *
 * The database is the script's own, which DATABASE_URL names, unless the command names another ({url} with more to it, {user:password} of the same
 * server) or --no-url.
 * Times, dates, process ids and the database's address are replaced by words, so that the text is the same each time.
 */
final class CliScript {
    private final Path directory;
    private final String url;
    private final List<Connection> held = new ArrayList<>();
    private final StringBuilder transcript = new StringBuilder();

    CliScript(Path directory, String url) {
        this.directory = directory;
        this.url = url;
    }

    /** Runs the script and returns it with what was really printed. */
    String run(String script) throws IOException, SQLException {
        List<String> lines = script.lines().toList();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.startsWith(">>> ")) {
                int end = i;
                while (!lines.get(end).equals("<<<")) {
                    end++;
                }
                writeFile(line.substring(4).strip(), lines.subList(i + 1, end));
                lines.subList(i, end + 1).forEach(this::echo);
                i = end + 1;
                if (i < lines.size() && lines.get(i).isBlank()) {
                    echo("");
                    i++;
                }
            } else if (line.startsWith("$ ")) {
                echo(line);
                String output = command(line.substring(2));
                transcript.append(output);
                i++;
                while (i < lines.size() && !isDirective(lines.get(i))) {
                    i++;
                }
                if (i < lines.size()) {
                    echo("");
                }
            } else {
                echo(line);
                i++;
            }
        }
        return transcript.toString();
    }

    private static boolean isDirective(String line) {
        return line.startsWith("$ ") || line.startsWith(">>> ") || line.startsWith("# ");
    }

    private void echo(String line) {
        transcript.append(line).append('\n');
    }

    private void writeFile(String name, List<String> lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private String command(String line) throws IOException, SQLException {
        if (line.startsWith("sql ")) {
            return sql(line.substring(4));
        }
        if (line.startsWith("hold ")) {
            Connection connection = TestServer.connect(url);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(line.substring(5));
            }
            held.add(connection);
            return "";
        }
        if (line.equals("release")) {
            for (Connection connection : held) {
                connection.close();
            }
            held.clear();
            return "";
        }
        if (line.startsWith("cat ")) {
            return Files.readString(directory.resolve(line.substring(4)));
        }
        if (line.startsWith("bytes ")) {
            String[] words = line.split(" +", -1);
            Files.write(directory.resolve(words[1]), HexFormat.of().parseHex(words[2]));
            return "";
        }
        if (line.startsWith("link ")) {
            String[] words = line.split(" +", -1);
            Files.createSymbolicLink(directory.resolve(words[1]), Path.of(words[2]));
            return "";
        }
        if (line.startsWith("rm ")) {
            Files.delete(directory.resolve(line.substring(3)));
            return "";
        }
        Map<String, String> environment = new HashMap<>(Map.of("PLUMB_AUTHOR", "somebody"));
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" +")));
        while (words.getFirst().contains("=")) {
            String[] pair = words.removeFirst().split("=", 2);
            environment.put(pair[0], pair[1].replace("{url}", url));
        }
        words.removeFirst();
        boolean wantsDatabase = !words.contains("--url") && !environment.containsKey("DATABASE_URL");
        List<String> args = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("{url}")) {
                args.add(word.replace("{url}", url));
                continue;
            }
            boolean isPath = Files.exists(directory.resolve(word))
                    || (word.startsWith("migrations") && !word.equals("migrations:"));
            if (word.matches("\\{\\w+:\\w+}")) {
                args.add(url.replaceFirst("//[^@]*@", "//" + word.substring(1, word.length() - 1) + "@"));
                continue;
            }
            // A SOURCE names its kind before the path.
            String kind = word.matches("(migrations|sql):.*") ? word.substring(0, word.indexOf(':') + 1) : "";
            boolean isSource = !kind.isEmpty() && word.length() > kind.length();
            if (isSource) {
                args.add(kind + directory.resolve(word.substring(kind.length())));
            } else {
                args.add(
                        isPath && !word.startsWith("-")
                                ? directory.resolve(word).toString()
                                : word);
            }
        }
        if (Files.exists(directory.resolve("plumb.yml")) && !args.contains("--config")) {
            args.addAll(List.of("--config", directory.resolve("plumb.yml").toString()));
        }
        if (wantsDatabase && !words.contains("new") && !words.contains("--no-url")) {
            environment.put("DATABASE_URL", url);
        }
        args.remove("--no-url");
        StringBuilder printed = new StringBuilder();
        int exit = Main.run(new Terminal(printed::append), environment, args.toArray(String[]::new));
        return normalise(printed.toString()) + (exit == 0 ? "" : "exit " + exit + "\n");
    }

    private String sql(String query) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = TestServer.connect(url);
                Statement statement = connection.createStatement()) {
            if (statement.execute(query)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
                        cells.add(String.valueOf(rows.getString(c)));
                    }
                    text.append(String.join(" | ", cells)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private String normalise(String text) {
        String database = url.substring(url.lastIndexOf('/') + 1);
        // Which of several was held longest is a matter of chance.
        boolean several = text.lines().filter(line -> line.contains("; held ")).count() > 1;
        return (several ? text.replaceAll("longest lock: .*", "longest lock: <the longest>") : text)
                .replace(directory + "/", "")
                .replace(database, "shop")
                .replaceAll("127\\.0\\.0\\.1:\\d{2,}", "server")
                .replaceAll("-h 127\\.0\\.0\\.1 -p \\d{2,}", "-h server")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ", "<date>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<date>")
                .replaceAll("\\b\\d+(\\.\\d+)? (ms|s|min|h)\\b( \\d+ (s|min)\\b)?", "<time>")
                // A column of times is as wide as the longest.
                .replaceAll("(?<=\\S) {3,}\\[", "   [")
                .replaceAll("\\b\\d+(\\.\\d+)? (B|kB|MB|GB)\\b", "<size>")
                .replaceAll("\"(durationMs|heldMs|measuringMs|applyMs|rollBackMs)\" : \\d+", "\"$1\" : <time>")
                .replaceAll("\"(walBytes)\" : \\d+", "\"$1\" : <size>")
                .replaceAll("\\S+/run/[0-9a-f]{16}-\\d+", "<directory>")
                .replaceAll("\\bpid \\d+", "pid <n>")
                .replaceAll("\"pid\" : \\d+", "\"pid\" : <n>")
                .replaceAll("\\bbackend \\d+", "backend <n>")
                .replaceAll("pg_terminate_backend\\(\\d+\\)", "pg_terminate_backend(<n>)")
                .replaceAll("PostgreSQL \\d+\\.\\d+", "PostgreSQL <version>")
                // Columns are as wide as the times and sizes were.
                .replaceAll(
                        "(?m)^  blocks +held +took +rows +WAL  statement$",
                        "  blocks  held  took  rows  WAL  statement")
                .replaceAll("(?m)(?<=\\S) {3,}(?=\\S)(?=.*<size>)", "  ")
                .replaceAll("(?m)(?<=<time>  -)( +)-  (?=\\S)", "  -  ")
                .replaceAll("(?m)(<size>  .{40}).*…$", "$1…")
                .replaceAll(
                        "(?m)(?<=\\S) {3,}(?=\\S)(?=.*<(?:date|time)>)|(?<=\\S) {3,}(?=\\[irrev)|(?<=<(?:date|time)>) {3,}",
                        "  ");
    }
}
