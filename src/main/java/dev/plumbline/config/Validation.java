package dev.plumbline.config;

import dev.plumbline.Nearest;
import dev.plumbline.migrate.layout.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Turns the nodes of a file into values, and goes on after a mistake to find the others. */
final class Validation {
    /** What stands for no value where it is not in quotes (YAML 1.2.2, 10.3.2). */
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private static final List<String> MAJORS = List.of("15", "16", "17", "18");
    private static final int LONGEST_NAME = 63;

    private final Source source;
    private final Path workingDirectory;
    private final Map<String, String> environment;
    private final Mistakes mistakes;
    private final Values values = new Values();

    private Validation(Source source, Path workingDirectory, Map<String, String> environment) {
        this.source = source;
        this.workingDirectory = workingDirectory;
        this.environment = environment;
        this.mistakes = new Mistakes(source);
    }

    static Values of(Source source, Path workingDirectory, Map<String, String> environment) {
        Validation validation = new Validation(source, workingDirectory, environment);
        Yaml.parse(source).ifPresent(document -> validation.keys(document, ""));
        validation.mistakes.failIfAny();
        return validation.values;
    }

    /** @param prefix what the names in this map are below: empty, or such as {@code shadow.} */
    private void keys(Node node, String prefix) {
        entries(node, prefix).forEach((name, entry) -> {
            String path = prefix + name;
            Optional<Key> key = Key.at(path);
            if (key.isPresent()) {
                value(key.get(), entry.getValueNode());
            } else if (Key.isGroup(path)) {
                keys(entry.getValueNode(), path + ".");
            } else {
                mistakes.add(entry.getKeyNode(), "unknown key " + Shown.quoted(path), meant(name, prefix));
            }
        });
    }

    private static String meant(String name, String prefix) {
        return Nearest.of(name, Key.names(prefix))
                .map(nearest -> "did you mean " + prefix + nearest + "?")
                .orElseGet(() -> "the keys are " + String.join(", ", Key.names(prefix)));
    }

    /** The entries of a map that have a name of their own. */
    private Map<String, NodeTuple> entries(Node node, String prefix) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        if (isNull(node)) {
            return entries;
        }
        if (!(node instanceof MappingNode map)) {
            mistakes.add(
                    node,
                    "%sfound %s, wanted a map of keys".formatted(subject(prefix), kind(node)),
                    prefix.isEmpty() ? "write lines such as migrations: db/migrations" : "");
            return entries;
        }
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                mistakes.add(
                        entry.getKeyNode(),
                        "%sfound %s, wanted the name of a key".formatted(subject(prefix), kind(entry.getKeyNode())),
                        "");
                continue;
            }
            NodeTuple earlier = entries.putIfAbsent(name.getValue(), entry);
            if (earlier != null) {
                int line = earlier.getKeyNode().getStartMark().orElseThrow().getLine() + 1;
                mistakes.add(
                        name,
                        "duplicate key %s; the first is on line %d"
                                .formatted(Shown.quoted(prefix + name.getValue()), line),
                        "remove one of them");
            }
        }
        return entries;
    }

    private void value(Key key, Node node) {
        try {
            switch (key.type()) {
                case TEXT -> values.put(key, named(key, withoutNul(text(node))));
                case EXPANDED -> values.put(key, named(key, expanded(withoutNul(text(node)))));
                case LAYOUT -> values.put(key, layout(text(node)));
                case PATH -> values.put(key, directory(key, text(node)));
                case DURATION -> values.put(key, DurationText.parse(text(node)));
                case LOCK_WAIT -> values.put(key, lockWait(DurationText.parse(text(node))));
                case COUNT -> values.put(key, count(text(node)));
                case MAJOR -> values.put(key, major(text(node)));
                case TEXTS -> values.put(key, texts(key, node));
            }
        } catch (Refused refused) {
            mistakes.add(node, key.path() + ": " + refused.why(), refused.instead());
        }
    }

    private Map<String, String> texts(Key key, Node node) {
        Map<String, String> texts = new TreeMap<>();
        Set<String> fromEnvironment = new TreeSet<>();
        entries(node, key.path() + ".").forEach((name, entry) -> {
            Node value = entry.getValueNode();
            try {
                if (name.isBlank()) {
                    throw new Refused("the name is empty", "write one before the colon");
                }
                if (isNull(value)) {
                    throw new Refused("there is no value", "write one, or \"\" for an empty text");
                }
                String written = withoutNul(scalar(value));
                texts.put(name, Variables.expand(written, environment));
                if (Variables.areIn(written)) {
                    fromEnvironment.add(name);
                }
            } catch (Refused refused) {
                mistakes.add(
                        value,
                        "%s.%s: %s".formatted(key.path(), Shown.withoutSecrets(name), refused.why()),
                        refused.instead());
            }
        });
        values.putFromEnvironment(key, fromEnvironment);
        return texts;
    }

    private static String withoutNul(String text) throws Refused {
        if (text.indexOf('\0') >= 0) {
            throw new Refused("the value holds a NUL, which PostgreSQL takes nowhere", "remove the \\0");
        }
        return text;
    }

    /** Refuses what cannot be the name of a schema or a role (PostgreSQL 18 manual, 4.1.1), where it is one. */
    private static String named(Key key, String text) throws Refused {
        if (key != Key.LEDGER_SCHEMA && key != Key.ROLE) {
            return text;
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_NAME) {
            throw new Refused(
                    "a name of %d bytes; PostgreSQL cuts names at %d".formatted(length, LONGEST_NAME),
                    "write a shorter one");
        }
        if (key == Key.LEDGER_SCHEMA && text.startsWith("pg_")) {
            throw new Refused("names that begin with pg_ are PostgreSQL's own", "write for example plumb");
        }
        return text;
    }

    private String expanded(String text) throws Refused {
        // As a shell has it; nothing that these keys hold is named so.
        if (text.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) {
            throw new Refused(
                    "%s is not a variable here".formatted(Shown.quoted(text)),
                    "write ${%s}".formatted(text.substring(1)));
        }
        return notEmpty(Variables.expand(text, environment));
    }

    private static String text(Node node) throws Refused {
        if (isNull(node)) {
            throw new Refused("there is no value", "write one, or remove the key");
        }
        return notEmpty(scalar(node)).strip();
    }

    private static String scalar(Node node) throws Refused {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        boolean flow = node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
        throw new Refused(
                "found %s, wanted text".formatted(kind(node)),
                flow ? "put the value in quotes if its { or [ is part of it" : "write the text beside the key");
    }

    private static String notEmpty(String text) throws Refused {
        if (text.isBlank()) {
            throw new Refused("the value is empty", "write one, or remove the key");
        }
        return text;
    }

    /** A file in its place would be told only by the command that reads it, which does not know where it was named. */
    private Path directory(Key key, String text) throws Refused {
        Path path = path(text);
        if (Files.isRegularFile(workingDirectory.resolve(path))) {
            Path parent = Path.of(text).getParent();
            throw new Refused(
                    "%s is a file, a directory is expected".formatted(Shown.quoted(text)),
                    "write the directory it stands in: %s: %s"
                            .formatted(key.path(), parent == null ? "." : Shown.withoutSecrets(parent.toString())));
        }
        return path;
    }

    /** As seen from the working directory, without the noise of {@code ./} and {@code ..}. */
    private Path path(String text) throws Refused {
        Path path;
        try {
            path = source.shown().resolveSibling(text);
        } catch (InvalidPathException e) {
            throw new Refused(Shown.quoted(text) + " cannot be a path", "");
        }
        Path normal = path.normalize();
        Path shown = normal.toString().isEmpty() ? Path.of(".") : normal;
        return leadsTo(shown, path) ? shown : path;
    }

    /** Behind a symbolic link, {@code ..} is not where it seems to be. */
    private boolean leadsTo(Path shown, Path path) {
        try {
            Path written = workingDirectory.resolve(path);
            return Files.notExists(written) || Files.isSameFile(workingDirectory.resolve(shown), written);
        } catch (IOException e) {
            return false;
        }
    }

    private static String layout(String text) throws Refused {
        List<String> names = Layout.all().stream().map(Layout::name).toList();
        if (names.contains(text)) {
            return text;
        }
        throw new Refused(
                "there is no layout %s; the layouts are %s".formatted(Shown.quoted(text), String.join(", ", names)),
                Layout.meant(text)
                        .map("did you mean %s?"::formatted)
                        .orElse("write one of them, or remove the key: the names of the files show it"));
    }

    private static Duration lockWait(Duration duration) throws Refused {
        if (duration.isZero()) {
            throw new Refused(
                    "0 is no limit: while a migration waits for its lock, later queries on the table wait behind it",
                    "write for example 4s");
        }
        return duration;
    }

    private static int count(String text) throws Refused {
        if (!text.matches("\\d+")) {
            throw new Refused("%s is not a whole number".formatted(Shown.quoted(text)), "write for example 10");
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refused("%s is too large".formatted(Shown.quoted(text)), "write at most " + Integer.MAX_VALUE);
        }
    }

    private static int major(String text) throws Refused {
        if (MAJORS.contains(text)) {
            return Integer.parseInt(text);
        }
        String major = text.replaceFirst("[.].*", "");
        throw new Refused(
                "there is no embedded PostgreSQL %s".formatted(Shown.quoted(text)),
                MAJORS.contains(major)
                        ? "write the major version alone: " + major
                        : "write one of " + String.join(", ", MAJORS) + ", or a server of your own as shadow.url");
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NULLS.contains(scalar.getValue());
    }

    /** {@code shadow: } for {@code shadow.}, nothing for the file itself. */
    private static String subject(String prefix) {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1) + ": ";
    }

    private static String kind(Node node) {
        return switch (node.getNodeType()) {
            case SCALAR -> isNull(node) ? "nothing" : "text";
            case SEQUENCE -> "a list";
            case MAPPING -> "a map";
            default -> "an alias";
        };
    }
}
