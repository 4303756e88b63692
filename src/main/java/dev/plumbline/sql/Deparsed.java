package dev.plumbline.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Definitions as the catalog's functions write them. Run again, some of them come back in other words, once: the parser
 * makes one chain of {@code ((a AND b) AND c)}, which {@code BETWEEN} leaves behind, and one array of
 * {@code (ARRAY[a, b])::text[]}, which {@code IN} does with a {@code varchar} (PostgreSQL 18: makeAndExpr and makeOrExpr in
 * gram.y, transformTypeCast in parse_expr.c). A column without a name, in a query within, gets that of its type once the type
 * is written down: {@code NULL::integer} becomes {@code NULL::integer AS int4} (FigureColname in parse_target.c). All mean
 * the same.
 */
public final class Deparsed {
    /** Names of types that are written in other words. */
    private static final Map<String, String> INTERNAL = Map.ofEntries(
            Map.entry("smallint", "int2"),
            Map.entry("integer", "int4"),
            Map.entry("bigint", "int8"),
            Map.entry("real", "float4"),
            Map.entry("double precision", "float8"),
            Map.entry("boolean", "bool"),
            Map.entry("character", "bpchar"),
            Map.entry("character varying", "varchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"));

    private Deparsed() {}

    /** Whether two definitions are the same, or are once they are run again. */
    public static boolean same(String one, String other) {
        return one.equals(other) || settled(one).equals(settled(other));
    }

    /** As {@link #same(String, String)}, where there may be none. */
    public static boolean same(Optional<String> one, Optional<String> other) {
        return one.equals(other) || (one.isPresent() && other.isPresent() && same(one.get(), other.get()));
    }

    /** A text that all definitions have in common which are the {@link #same}; to compare, not to run. */
    public static String settled(String definition) {
        Reader reader = new Reader(new Tokens(definition).all());
        return text(reader.nodes());
    }

    /** A token, or what stands between brackets. */
    private sealed interface Node {
        record Leaf(String text) implements Node {}

        record Group(String open, List<Node> nodes, String close) implements Node {}

        default boolean is(String word) {
            return this instanceof Leaf(String text) && text.equals(word);
        }

        default boolean opens(String bracket) {
            return this instanceof Group group && group.open().equals(bracket);
        }
    }

    private static final class Reader {
        private final List<Token> tokens;
        private int next;

        Reader(List<Token> tokens) {
            this.tokens = tokens;
        }

        /** Up to the bracket that closes them, or the end. */
        List<Node> nodes() {
            List<Node> nodes = new ArrayList<>();
            while (next < tokens.size()) {
                String text = tokens.get(next).text();
                if (text.equals(")") || text.equals("]")) {
                    break;
                }
                next++;
                if (text.equals("(") || text.equals("[")) {
                    List<Node> inner = nodes();
                    String close = next < tokens.size() ? tokens.get(next++).text() : "";
                    nodes.add(new Node.Group(text, inner, close));
                } else {
                    nodes.add(new Node.Leaf(text));
                }
            }
            return casts(chain(unnamed(nodes)));
        }
    }

    /** {@code NULL::integer AS int4} as {@code NULL::integer}. */
    private static List<Node> unnamed(List<Node> nodes) {
        List<Node> result = new ArrayList<>(nodes);
        for (int i = nodes.size() - 2; i > 2; i--) {
            if (nodes.get(i).is("AS")
                    && nodes.get(i + 1) instanceof Node.Leaf(String name)
                    && isOfType(nodes, i, name)) {
                result.subList(i, i + 2).clear();
            }
        }
        return result;
    }

    /** Whether a literal that is cast to a type of that name comes just before. */
    private static boolean isOfType(List<Node> nodes, int end, String name) {
        int cast = nodes.subList(0, end).lastIndexOf(new Node.Leaf("::"));
        if (cast < 1
                || !(nodes.get(cast - 1) instanceof Node.Leaf(String literal))
                || !(literal.equals("NULL") || literal.startsWith("'"))) {
            return false;
        }
        List<Node> type = nodes.subList(cast + 1, end);
        List<String> words = new ArrayList<>();
        for (Node node : type) {
            if (node instanceof Node.Leaf(String word)) {
                words.add(word);
            }
            if (!node.opens("[") && !isOfTypeName(node)) {
                return false;
            }
        }
        String plain = unquoted(name);
        return plain.equals(INTERNAL.get(String.join(" ", words)))
                || (!words.isEmpty() && unquoted(words.getLast()).equals(plain));
    }

    private static String unquoted(String name) {
        return name.replaceAll("\\A\"|\"\\z", "");
    }

    /** {@code (a AND b) AND c} as {@code a AND b AND c}. */
    private static List<Node> chain(List<Node> nodes) {
        if (nodes.size() < 2 || !(nodes.getFirst() instanceof Node.Group first) || !first.opens("(")) {
            return nodes;
        }
        Node word = nodes.get(1);
        boolean chained = (word.is("AND") && first.nodes().stream().anyMatch(node -> node.is("AND")))
                || (word.is("OR") && first.nodes().stream().anyMatch(node -> node.is("OR")));
        if (!chained
                || first.nodes().getFirst().is("SELECT")
                || first.nodes().getFirst().is("WITH")) {
            return nodes;
        }
        List<Node> flat = new ArrayList<>(first.nodes());
        flat.addAll(nodes.subList(1, nodes.size()));
        return flat;
    }

    /**
     * {@code (ARRAY[a, b])::text[]} as {@code ARRAY[(a)::text, (b)::text]}, and {@code ARRAY[a, b]::text[]}, as definitions of
     * statistics have it, as {@code ARRAY[a::text, b::text]}.
     */
    private static List<Node> casts(List<Node> nodes) {
        List<Node> result = new ArrayList<>();
        int i = 0;
        while (i < nodes.size()) {
            List<Node> array = array(nodes, i);
            boolean bare = nodes.get(i).is("ARRAY");
            int cast = bare ? i + 2 : i + 1;
            int end = array.isEmpty() ? -1 : arrayTypeEnd(nodes, cast);
            if (end < 0) {
                result.add(nodes.get(i++));
            } else {
                List<Node> elements = ((Node.Group) array.get(1)).nodes();
                result.add(array.getFirst());
                result.add(new Node.Group("[", eachCast(elements, nodes.subList(cast, end), bare), "]"));
                i = end + 1;
            }
        }
        return result;
    }

    /** The two nodes of {@code ARRAY[…]} or {@code (ARRAY[…])}; none where it is not there. */
    private static List<Node> array(List<Node> nodes, int at) {
        if (nodes.get(at) instanceof Node.Group group && group.open().equals("(")) {
            return group.nodes().size() == 2 ? bareArray(group.nodes()) : List.of();
        }
        return at + 1 < nodes.size() ? bareArray(nodes.subList(at, at + 2)) : List.of();
    }

    private static List<Node> bareArray(List<Node> two) {
        return two.getFirst().is("ARRAY") && two.get(1).opens("[") ? two : List.of();
    }

    /** Where the {@code []} of {@code ::type[]} is; -1 where no such thing begins there. */
    private static int arrayTypeEnd(List<Node> nodes, int start) {
        if (start >= nodes.size() || !nodes.get(start).is("::")) {
            return -1;
        }
        for (int i = start + 1; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.opens("[")) {
                return i;
            }
            if (!isOfTypeName(node)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isOfTypeName(Node node) {
        return node.opens("(")
                || (node instanceof Node.Leaf(String text)
                        && (text.equals(".") || text.startsWith("\"") || Characters.startsIdentifier(text.charAt(0))));
    }

    private static List<Node> eachCast(List<Node> elements, List<Node> cast, boolean bare) {
        List<Node> result = new ArrayList<>();
        List<Node> element = new ArrayList<>();
        for (Node node : elements) {
            if (node.is(",")) {
                add(result, element, cast, bare);
                result.add(node);
                element = new ArrayList<>();
            } else {
                element.add(node);
            }
        }
        add(result, element, cast, bare);
        return result;
    }

    private static void add(List<Node> result, List<Node> element, List<Node> cast, boolean bare) {
        if (bare && element.stream().noneMatch(Deparsed::isOperator)) {
            result.addAll(element);
        } else {
            result.add(new Node.Group("(", element, ")"));
        }
        result.addAll(cast);
    }

    private static boolean isOperator(Node node) {
        return node instanceof Node.Leaf(String text) && Characters.isOperator(text.charAt(0));
    }

    private static String text(List<Node> nodes) {
        return nodes.stream()
                .map(node -> switch (node) {
                    case Node.Leaf leaf -> leaf.text();
                    case Node.Group group -> group.open() + text(group.nodes()) + group.close();
                })
                .collect(Collectors.joining(" "));
    }
}
