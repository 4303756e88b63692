package dev.plumbline.config;

import dev.plumbline.ProblemException;
import dev.plumbline.config.Mistakes.Position;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Parses a file to nodes, which know their lines. The parser's exceptions quote the file and thus perhaps a password, so none of
 * them is kept as a cause.
 */
final class Yaml {
    private static final String ESCAPE = "write \\\\ for a plain \\, or put the text in single quotes";
    private static final String ANY = "quote a value that holds \": \" or \" #\" or begins with one of [ { * & ! % @ `;"
            + " begin the keys of a map in one column";

    /** Where the parser's words repeat the file's: a password may begin with * or !, or hold a \\. */
    private static final Pattern QUOTED = Pattern.compile(
            "(?<=undefined alias|undefined tag handle) .*|, but found: .*|\\. \\(Do not use .*", Pattern.DOTALL);

    private final Source source;

    private Yaml(Source source) {
        this.source = source;
    }

    /** The one document of the file; empty where the file holds nothing but comments. */
    static Optional<Node> parse(Source source) {
        return new Yaml(source).parse();
    }

    private Optional<Node> parse() {
        LoadSettings settings =
                LoadSettings.builder().setAllowNonScalarKeys(true).build();
        try {
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(source.text()).iterator();
            if (!documents.hasNext()) {
                return Optional.empty();
            }
            Node document = documents.next();
            if (documents.hasNext()) {
                Position second =
                        documents.next().getStartMark().map(Position::of).orElse(Position.START);
                throw mistake(
                        second,
                        "%s holds a second YAML document; only one is read".formatted(source.shown()),
                        "remove the line --- above it, or what follows");
            }
            return Optional.of(document);
        } catch (MarkedYamlEngineException e) {
            throw invalid(e);
        } catch (ReaderException e) {
            throw mistake(
                    position(e.getPosition()),
                    "%s is not valid YAML: U+%04X is not allowed".formatted(source.shown(), e.getCodePoint()),
                    "remove the character");
        } catch (NumberFormatException e) {
            // What engine 3.2 throws where the file ends right after the x of an escape.
            String text = source.text();
            throw mistake(
                    position(text.codePointCount(0, Math.max(0, text.lastIndexOf('\\')))),
                    "%s is not valid YAML: the file ends within an escape".formatted(source.shown()),
                    ESCAPE);
        } catch (YamlEngineException | StackOverflowError e) {
            throw mistake(
                    Position.START,
                    "%s cannot be understood: its lists and maps lie too deep in each other".formatted(source.shown()),
                    "");
        }
    }

    private ProblemException invalid(MarkedYamlEngineException e) {
        Position found = e.getProblemMark().map(Position::of).orElse(Position.START);
        if (atTab(found)) {
            return mistake(
                    found,
                    "%s is not valid YAML: a tab where only spaces may indent".formatted(source.shown()),
                    "write spaces instead of the tab");
        }
        if (atVariable(found)) {
            return mistake(
                    new Position(found.line(), found.column() - 1),
                    "%s is not valid YAML: a ${…} inside { } or [ ] without quotes".formatted(source.shown()),
                    "put it in quotes: \"${NAME}\"");
        }
        String problem = QUOTED.matcher(String.valueOf(e.getProblem())).replaceAll("");
        Optional<Position> began = e.getContextMark().map(Position::of);
        String wanted = began.map(start ->
                        "%s that begins at %d:%d, %s".formatted(e.getContext(), start.line(), start.column(), problem))
                .orElse(problem);
        // What never ends is shown where it begins.
        boolean endless =
                began.isPresent() && e.getProblemMark().filter(this::isEnd).isPresent();
        return mistake(
                endless ? began.get() : found,
                "%s is not valid YAML: %s".formatted(source.shown(), wanted),
                endless ? "close it" : wanted.contains("escape") ? ESCAPE : ANY);
    }

    private boolean isEnd(Mark mark) {
        return source.text().codePoints().skip(mark.getIndex()).allMatch(Character::isWhitespace);
    }

    private boolean atTab(Position position) {
        return at(position.line(), position.column()) == '\t';
    }

    /** Whether it is the brace after a dollar sign, which ends the text before it where braces mean a map. */
    private boolean atVariable(Position position) {
        return at(position.line(), position.column()) == '{' && at(position.line(), position.column() - 1) == '$';
    }

    /** The character there; a space beyond the end of the line. */
    private int at(int line, int column) {
        return line > source.lines().size() || column < 1
                ? ' '
                : source.lines()
                        .get(line - 1)
                        .codePoints()
                        .skip(column - 1)
                        .findFirst()
                        .orElse(' ');
    }

    private Position position(int codePoints) {
        int end = source.text().offsetByCodePoints(0, codePoints);
        Source before = new Source(source.shown(), source.text().substring(0, end));
        String last = before.lines().getLast();
        return new Position(before.lines().size(), last.codePointCount(0, last.length()) + 1);
    }

    private ProblemException mistake(Position position, String what, String instead) {
        Mistakes mistakes = new Mistakes(source);
        mistakes.add(position, what, instead);
        return mistakes.problem();
    }
}
