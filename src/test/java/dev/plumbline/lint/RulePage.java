package dev.plumbline.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule's page under {@code docs/rules}, whose examples are its tests.
 *
 * @param given what is in the database before; may be empty
 * @param bad   each breaks the rule
 * @param good  each does not
 */
record RulePage(String text, String given, List<String> bad, List<String> good) {
    static final Path FOLDER = Path.of("docs/rules");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```sql\\n(.*?)^```");

    static RulePage of(String id) throws IOException {
        String text = Files.readString(FOLDER.resolve(id + ".md"));
        return new RulePage(
                text, String.join("\n", examples(text, "Given")), examples(text, "Bad"), examples(text, "Good"));
    }

    private static List<String> examples(String text, String heading) {
        int from = text.indexOf("\n## " + heading + "\n");
        if (from < 0) {
            return List.of();
        }
        int to = text.indexOf("\n## ", from + 1);
        Matcher example = EXAMPLE.matcher(text.substring(from, to < 0 ? text.length() : to));
        List<String> examples = new ArrayList<>();
        while (example.find()) {
            examples.add(example.group(1));
        }
        return examples;
    }
}
