package dev.plumbline.config;

import dev.plumbline.ProblemException;
import dev.plumbline.config.Mistakes.Position;
import java.util.Iterator;
import java.util.Optional;
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
    private final Source source;

    private Yaml(Source source) {
        this.source = source;
    }

    /** The one document of the file; empty where the file holds nothing but comments. */
    static Optional<Node> parse(Source source) {
        return new Yaml(source).parse();
    }

    private Optional<Node> parse() {
        LoadSettings settings = LoadSettings.builder().setParseComments(false).build();
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
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        Optional<Position> began = e.getContextMark().map(Position::of);
        String wanted = e.getContext() == null || began.isEmpty()
                ? problem
                : "%s that begins at %d:%d, %s"
                        .formatted(context, began.get().line(), began.get().column(), problem);
        // What never ends is shown where it begins.
        Position shown = e.getProblemMark().filter(this::isEnd).isPresent() ? began.orElse(found) : found;
        return mistake(
                shown,
                "%s is not valid YAML: %s".formatted(source.shown(), Shown.withoutSecrets(wanted)),
                "put a value in quotes if it holds \": \" or \" #\", or begins with one of [ { * & ! % @ `");
    }

    private boolean isEnd(Mark mark) {
        return source.text().codePoints().skip(mark.getIndex()).allMatch(Character::isWhitespace);
    }

    private boolean atTab(Position position) {
        return position.line() <= source.lines().size()
                && source.lines()
                                .get(position.line() - 1)
                                .codePoints()
                                .skip(position.column() - 1)
                                .findFirst()
                                .orElse(' ')
                        == '\t';
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
