package dev.plumbline.config;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills variables of the environment into a value. */
final class Variables {
    // $${ is a plain ${; group 1 is the name, without which the braces hold none.
    private static final Pattern USE = Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)})?");

    private Variables() {}

    /** Whether anything would be filled in. */
    static boolean areIn(String text) {
        return USE.matcher(text).results().anyMatch(use -> use.group(1) != null);
    }

    /** Neither the value nor what was filled in is ever part of a message: both may be secret. */
    static String expand(String text, Map<String, String> environment) throws Refused {
        TreeSet<String> missing = new TreeSet<>();
        for (MatchResult use : USE.matcher(text).results().toList()) {
            String name = use.group(1);
            if (name != null && !environment.containsKey(name)) {
                missing.add(name);
            }
            if (name == null && !use.group().startsWith("$$")) {
                throw new Refused(
                        "a ${ is not followed by the name of an environment variable and a }",
                        "write for example ${DB_PASSWORD}, or $${ for a plain ${");
            }
        }
        if (!missing.isEmpty()) {
            throw new Refused(
                    "the environment has no " + String.join(" and no ", missing),
                    "set it with export %s=…".formatted(missing.getFirst()));
        }
        return USE.matcher(text)
                .replaceAll(use -> Matcher.quoteReplacement(
                        use.group(1) == null ? "${" : environment.getOrDefault(use.group(1), "")));
    }
}
