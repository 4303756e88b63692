package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Token;
import dev.plumbline.sql.Tokens;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings that a script must not change, since what comes after it would not be read as it is written: the driver sends UTF-8,
 * reads dates as ISO and ends the connection where either is changed; and strings are taken apart with
 * {@code standard_conforming_strings} on.
 */
final class RefusedSettings {
    private static final Set<String> UTF8 = Set.of("utf8", "unicode");
    private static final Set<String> ON = Set.of("on", "true", "yes", "1", "t", "y", "tru", "tr", "ye");
    private static final Pattern OTHER_STYLE = Pattern.compile("(?i)\\b(sql|postgres\\w*|german)\\b");

    private final Script script;

    RefusedSettings(Script script) {
        this.script = script;
    }

    /** Throws the problem where a statement changes one of them to what cannot be. */
    void check(Statement statement) {
        if (statement.startsWith("set", "names")) {
            checkEncoding(statement, text(statement.tokens(), 2));
        } else if (statement.startsWith("set")) {
            checkSet(statement, statement.tokens());
        } else if (statement.startsWith("select", "set_config", "(")) {
            checkCall(statement, statement.tokens(), 3);
        } else if (statement.startsWith("select", "pg_catalog", ".", "set_config")) {
            checkCall(statement, statement.tokens(), 5);
        }
    }

    /** {@code SET [SESSION | LOCAL] name = value, …}, or with TO. */
    private void checkSet(Statement statement, Tokens tokens) {
        int name = statement.startsWith("set", "session") || statement.startsWith("set", "local") ? 2 : 1;
        if (tokens.has(name + 2)) {
            check(statement, name(tokens.get(name)), values(tokens, name + 2));
        }
    }

    /** {@code set_config('name', 'value', …)}, from its first argument on; where it is called with anything else, nothing can be told. */
    private void checkCall(Statement statement, Tokens tokens, int first) {
        if (tokens.has(first + 3)
                && tokens.get(first).kind() == Token.Kind.STRING
                && tokens.get(first + 2).kind() == Token.Kind.STRING) {
            check(statement, text(tokens, first).toLowerCase(Locale.ROOT), text(tokens, first + 2));
        }
    }

    private void check(Statement statement, String name, String value) {
        switch (name) {
            case "client_encoding" -> checkEncoding(statement, value);
            case "datestyle" -> {
                if (OTHER_STYLE.matcher(value).find()) {
                    throw refused(
                            statement,
                            "dates are exchanged in ISO style only, and DateStyle \"" + value + "\" is another one",
                            "write SET datestyle = 'ISO, DMY' for dates such as 31.12.2025, 'ISO, MDY' for 12/31/2025; to"
                                    + " write dates in another style, use to_char");
                }
            }
            case "standard_conforming_strings" -> {
                if (!isDefault(value) && !ON.contains(value.toLowerCase(Locale.ROOT))) {
                    throw refused(
                            statement,
                            "strings are read with standard_conforming_strings on, as by default since PostgreSQL 9.1",
                            "remove the line, and write strings that have escapes as E'…\\n…'");
                }
            }
            default -> {}
        }
    }

    private void checkEncoding(Statement statement, String value) {
        String plain = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!isDefault(value) && !UTF8.contains(plain)) {
            String file = script.source().file();
            throw refused(
                    statement,
                    "files are sent as UTF-8, and this one says that it is " + value,
                    "remove the line; where the file really is in that encoding, first: iconv -f " + value
                            + " -t UTF-8 '" + file + "' > '" + file + ".utf8', then put it in place");
        }
    }

    private static boolean isDefault(String value) {
        return value.isEmpty() || value.equalsIgnoreCase("default");
    }

    private static String name(Token token) {
        String text = token.text().toLowerCase(Locale.ROOT);
        return token.kind() == Token.Kind.QUOTED_IDENTIFIER ? text.substring(1, text.length() - 1) : text;
    }

    private static String values(Tokens tokens, int first) {
        StringBuilder values = new StringBuilder();
        for (int i = first; tokens.has(i); i++) {
            values.append(tokens.get(i).text().equals(",") ? ", " : text(tokens, i));
        }
        return values.toString();
    }

    /** A word as it is, a string without its quotes. */
    private static String text(Tokens tokens, int index) {
        if (!tokens.has(index)) {
            return "";
        }
        String text = tokens.get(index).text();
        int quote = text.indexOf('\'');
        return tokens.get(index).kind() == Token.Kind.STRING ? text.substring(quote + 1, text.length() - 1) : text;
    }

    private ProblemException refused(Statement statement, String why, String remedy) {
        Position at = statement.start();
        return Problem.of(ProblemId.SETTING_REFUSED, statement.shown() + ": " + why)
                .at(script.source().file() + ":" + at.line() + ":" + at.column())
                .excerpt(script.source().excerpt(at))
                .state("nothing was run")
                .remedy(remedy)
                .exception();
    }
}
