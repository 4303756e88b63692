package dev.plumbline.sql;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads psql's backslash commands, cut as psql's {@code psqlscanslash.l} does: those that only change what psql prints are
 * passed over, the others are refused, since the file would mean something else without them.
 */
final class MetaCommands {
    private static final Set<String> PRINTING = Set.of(
            "restrict",
            "unrestrict",
            "echo",
            "qecho",
            "warn",
            "timing",
            "pset",
            "x",
            "a",
            "t",
            "f",
            "H",
            "html",
            "C",
            "T",
            "o",
            "out",
            "p",
            "print",
            "conninfo",
            "copyright",
            "errverbose",
            "h",
            "help",
            "?",
            "l",
            "list",
            "z",
            "sf",
            "sv");

    /** Variables of psql that change nothing Plumbline does; AUTOCOMMIT, SINGLELINE and ON_ERROR_ROLLBACK would. */
    private static final Set<String> HARMLESS_VARIABLES = Set.of(
            "ON_ERROR_STOP",
            "QUIET",
            "VERBOSITY",
            "ECHO",
            "ECHO_HIDDEN",
            "ECHO_ERRORS",
            "FETCH_COUNT",
            "HIDE_TABLEAM",
            "HIDE_TOAST_COMPRESSION",
            "HISTCONTROL",
            "HISTFILE",
            "HISTSIZE",
            "IGNOREEOF",
            "PROMPT1",
            "PROMPT2",
            "PROMPT3",
            "SHOW_CONTEXT",
            "SHOW_ALL_RESULTS",
            "COMP_KEYWORD_CASE",
            "WATCH_INTERVAL");

    private final SourceText source;
    private final String text;
    private final int backslash;
    private final List<String> arguments = new ArrayList<>();
    private int at;
    private boolean shell;

    private MetaCommands(SourceText source, int backslash) {
        this.source = source;
        this.text = source.text();
        this.backslash = backslash;
        this.at = backslash + 1;
    }

    /** A command that may be passed over, and where SQL goes on. */
    record Skipped(int end, Note note) {}

    /**
     * Reads the command at a backslash.
     *
     * @throws dev.plumbline.ProblemException {@code psql-meta-command}
     */
    static Skipped skip(SourceText source, int backslash) {
        return new MetaCommands(source, backslash).skip();
    }

    private Skipped skip() {
        String name = name();
        readArguments();
        if (shell) {
            throw refuse(name, "run the shell command yourself; a value it gives can be a ${placeholder}");
        }
        if (!isHarmless(name)) {
            // psql takes \COPY for \copy.
            throw refuse(name, advice(Ascii.lower(name)));
        }
        String command = text.substring(backslash, at).strip();
        if (text.startsWith("\\\\", at)) {
            at += 2;
        }
        return new Skipped(
                at,
                new Note(
                        source.position(backslash), "skipped the psql command " + command + ", which only psql obeys"));
    }

    private boolean isHarmless(String name) {
        return switch (name) {
            case "encoding" -> arguments.isEmpty() || isUtf8(arguments.getFirst());
            case "set" -> arguments.isEmpty() || isHarmlessVariable(arguments.getFirst());
            case "unset" -> !arguments.isEmpty() && isHarmlessVariable(arguments.getFirst());
            default -> {
                String plain = name.endsWith("+") ? name.substring(0, name.length() - 1) : name;
                yield PRINTING.contains(plain) || plain.startsWith("d");
            }
        };
    }

    private static boolean isHarmlessVariable(String name) {
        return HARMLESS_VARIABLES.contains(name);
    }

    private static boolean isUtf8(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "UTF8", "UTF-8", "UNICODE" -> true;
            default -> false;
        };
    }

    private String advice(String name) {
        return switch (name) {
            case "c", "connect" ->
                "make what follows a migration of the other database, applied with that database's --url";
            case "i", "include", "ir", "include_relative" ->
                "put the statements of that file here, or make it a migration of its own";
            case "copy" -> "write COPY … FROM stdin; then the rows, then a line with \\. alone";
            case "g", "gx", "gdesc", "crosstabview", "crosstabview+", "watch" ->
                "end the statement with a semicolon instead";
            case "gexec" -> "write out the statements it makes, or run them in DO $$ BEGIN EXECUTE …; END $$;";
            case "gset" -> "use a DO block with variables, or a subquery";
            case "if", "elif", "else", "endif" -> "decide in SQL: DO $$ BEGIN IF … THEN …; END IF; END $$;";
            case "!" -> "run the shell command yourself, before or after the migration";
            case "encoding" -> "convert the file to UTF-8 with iconv and remove this line";
            case "set", "unset", "prompt", "getenv" -> setAdvice();
            case "q", "quit", "r", "reset" -> "remove this line and what it keeps from being run";
            case "." -> "remove it; \\. ends the rows of COPY … FROM stdin, and no such rows come before this one";
            case ";", ":" -> "remove the backslash";
            default -> "remove it, or write what it does in SQL";
        };
    }

    private String setAdvice() {
        String variable = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (variable) {
            case "AUTOCOMMIT" ->
                "remove it; a migration runs in one transaction unless it says -- plumb:no-transaction";
            case "ON_ERROR_ROLLBACK" -> "remove it; a failing statement always stops the migration";
            case "SINGLELINE" -> "remove it, and end each statement with a semicolon";
            default ->
                "write ${%s} instead of :%s, and give its value in plumb.yml under placeholders:"
                        .formatted(variable.isEmpty() ? "name" : variable, variable.isEmpty() ? "name" : variable);
        };
    }

    private ProblemException refuse(String name, String advice) {
        Problem problem = source.problem(
                ProblemId.PSQL_META_COMMAND,
                "\\" + name + " is a command of psql, not SQL, and the file would do something else without it",
                backslash);
        return problem.remedy(advice).exception();
    }

    /** psql ends a name at a blank or a backslash only; a semicolon after it is a slip that does no harm. */
    private String name() {
        if (at < text.length() && (text.charAt(at) == ';' || text.charAt(at) == ':')) {
            at++;
            return text.substring(at - 1, at);
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '\\' && !Characters.isBlank(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        return name.length() > 1 && name.endsWith(";") ? name.substring(0, name.length() - 1) : name;
    }

    private void readArguments() {
        StringBuilder argument = new StringBuilder();
        while (at < text.length() && !Characters.isLineEnd(text.charAt(at)) && text.charAt(at) != '\\') {
            char c = text.charAt(at);
            if (Characters.isBlank(c)) {
                finish(argument);
                at++;
            } else if (c == '\'' || c == '"' || c == '`') {
                shell |= c == '`';
                quoted(c, argument);
            } else {
                argument.append(c);
                at++;
            }
        }
        finish(argument);
    }

    private void finish(StringBuilder argument) {
        if (!argument.isEmpty()) {
            arguments.add(argument.toString());
            argument.setLength(0);
        }
    }

    private void quoted(char quote, StringBuilder argument) {
        at++;
        while (at < text.length() && !Characters.isLineEnd(text.charAt(at)) && text.charAt(at) != quote) {
            if (quote == '\'' && text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length() && !Characters.isLineEnd(text.charAt(at))) {
                argument.append(text.charAt(at));
                at++;
            }
        }
        if (at < text.length() && text.charAt(at) == quote) {
            at++;
        }
    }
}
