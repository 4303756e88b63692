package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes a URL apart into libpq's parameters (PostgreSQL 18 manual, 32.1.1.2). */
final class ConnectionUrl {
    /** Hosts, each a name, an address in brackets or a percent-encoded path, and a port of digits. */
    private static final Pattern PORTS = Pattern.compile("(?:(?:[^:,\\[\\]]*|\\[[^\\]]*\\])(?::\\d*)?(?:,|$))*");

    /** A user and a password. */
    private static final Pattern USER = Pattern.compile("//([^:/]*):[^/]*@");

    /** Parameters that are nobody's business: password, sslpassword. */
    private static final Pattern SECRET = Pattern.compile("(?i)password|secret|token|api_?key");

    private ConnectionUrl() {}

    /**
     * The parameters by name, those of its query under the names that it has there. {@code host} may hold several of the form
     * {@code host[:port]}, separated by commas. An empty URL has none.
     *
     * @throws dev.plumbline.ProblemException {@code url-invalid}
     */
    static Map<String, String> parameters(String url) {
        String rest = url.strip();
        if (rest.startsWith("jdbc:")) {
            rest = rest.substring("jdbc:".length());
        }
        if (!rest.isEmpty()) {
            int colon = rest.indexOf(':');
            String scheme = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!scheme.equals("postgres") && !scheme.equals("postgresql") && !scheme.matches("postgres(ql)?\\+.*")) {
                throw ConnectionSpec.invalid(url, "a URL starts with postgres:// or jdbc:postgresql:");
            }
            rest = rest.substring(colon + 1);
            refuseUnreadable(rest);
        }
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        String authority = "";
        String path = rest;
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            path = slash < 0 ? "" : rest.substring(slash + 1);
        }
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');

        Map<String, String> found = query(url, query);
        putUnlessEmpty(found, "host", decode(url, hosts(found, authority.substring(at + 1))));
        putUnlessEmpty(found, "user", decode(url, colon < 0 ? userInfo : userInfo.substring(0, colon)));
        putUnlessEmpty(found, "password", colon < 0 ? "" : decode(url, userInfo.substring(colon + 1)));
        putUnlessEmpty(found, "dbname", decode(url, path));
        return found;
    }

    /** See {@link ConnectionSpec#withoutPassword}. */
    static Optional<String> withoutPassword(String url) {
        try {
            if (url.isEmpty() || parameters(url).isEmpty()) {
                return Optional.empty();
            }
        } catch (ProblemException e) {
            return Optional.empty();
        }
        int question = url.indexOf('?');
        String base = question < 0 ? url : url.substring(0, question);
        String query = question < 0
                ? ""
                : Arrays.stream(url.substring(question + 1).split("&", -1))
                        .filter(pair -> !SECRET.matcher(decode(url, pair.replaceFirst("=.*", "")))
                                .find())
                        .collect(Collectors.joining("&"));
        return Optional.of(USER.matcher(base).replaceFirst("//$1@") + (query.isEmpty() ? "" : "?" + query));
    }

    /** The hosts of the authority; the port of a path becomes a parameter, since a path may hold a colon itself. */
    private static String hosts(Map<String, String> found, String written) {
        int colon = written.lastIndexOf(':');
        if (written.toUpperCase(Locale.ROOT).startsWith("%2F") && colon >= 0) {
            found.putIfAbsent("port", written.substring(colon + 1));
            return written.substring(0, colon);
        }
        return written;
    }

    private static void putUnlessEmpty(Map<String, String> found, String name, String value) {
        if (!value.isEmpty()) {
            found.put(name, value);
        }
    }

    private static Map<String, String> query(String url, String query) {
        Map<String, String> result = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                result.put(
                        decode(url, equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "true" : decode(url, pair.substring(equals + 1)));
            }
        }
        return result;
    }

    /** Each host with the port, where it names none; an IPv6 address stands in brackets. */
    static String withPort(String hosts, String port) {
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> host.indexOf(':', host.lastIndexOf(']') + 1) < 0 ? host + ":" + port : host)
                .collect(Collectors.joining(","));
    }

    /** The ports that the hosts name. */
    static List<String> ports(String hosts) {
        return Arrays.stream(hosts.split(",", -1))
                .filter(host -> host.indexOf(':', host.lastIndexOf(']') + 1) >= 0)
                .map(host -> host.substring(host.indexOf(':', host.lastIndexOf(']') + 1) + 1))
                .toList();
    }

    /**
     * Refuses a URL of which nobody can say where the password ends, without repeating any of it: one that is not followed by
     * {@code //}, or has an {@code @}, {@code /} or {@code ?} in a password as it is.
     */
    private static void refuseUnreadable(String rest) {
        boolean authority = rest.startsWith("//");
        int end = authority ? indexOfAny(rest, 2) : 0;
        boolean stray = authority ? rest.indexOf('@', end) >= 0 && !isParameter(rest, end) : rest.indexOf('@') >= 0;
        String hosts = authority ? rest.substring(rest.lastIndexOf('@', end) + 1, end) : "";
        boolean badPort = hosts.startsWith("//")
                ? !PORTS.matcher(hosts.substring(2)).matches()
                : !PORTS.matcher(hosts).matches();
        if (stray || badPort) {
            throw Problem.of(
                            ProblemId.URL_INVALID,
                            "the database URL cannot be taken apart (it is not shown, since it may"
                                    + " hold a password)")
                    .state("nothing was changed")
                    .remedy(
                            "write it as postgres://USER@HOST:5432/DATABASE, the password in PGPASSWORD or ~/.pgpass",
                            "inside a URL write / as %2F, ? as %3F, # as %23 and @ as %40")
                    .exception();
        }
    }

    private static int indexOfAny(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '/' || text.charAt(i) == '?') {
                return i;
            }
        }
        return text.length();
    }

    /** Whether every {@code @} after {@code from} belongs to a parameter's value. */
    private static boolean isParameter(String rest, int from) {
        int question = rest.indexOf('?', from);
        return question >= 0
                && rest.indexOf('@', from) > rest.indexOf('=', question)
                && rest.indexOf('=', question) > 0;
    }

    private static String decode(String url, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        if (text.contains("%00")) {
            throw ConnectionSpec.invalid(url, "no name in PostgreSQL holds a NUL (%00)");
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ConnectionSpec.invalid(url, "a % in a user, password or parameter is written %25");
        }
    }
}
