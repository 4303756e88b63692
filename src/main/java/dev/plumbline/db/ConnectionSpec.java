package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and as whom, understood as libpq understands it (PostgreSQL 18 manual, 32.1): the URL first, then the
 * {@code PG…} variables, then the service file and the password file, which the driver reads.
 *
 * @param hosts      {@code host[:port]}, several separated by commas; empty when a service names them
 * @param database   database name; empty for the driver's default, the user's name
 * @param user       empty for the operating system's user
 * @param password   empty for the password file or none
 * @param parameters the driver's properties, by the driver's names
 */
public record ConnectionSpec(
        String hosts, String database, String user, String password, Map<String, String> parameters) {

    /** libpq's parameter names and the driver's. Those mapped to an empty name mean nothing to PostgreSQL and are ignored. */
    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("application_name", ""),
            Map.entry("fallback_application_name", ""),
            Map.entry("client_encoding", ""),
            Map.entry("options", "options"),
            Map.entry("keepalives", ""),
            Map.entry("service", "service"),
            Map.entry("target_session_attrs", "targetServerType"),
            // What ORMs write into the same variable: Prisma, SQLAlchemy, node-postgres.
            Map.entry("schema", "currentSchema"),
            Map.entry("connection_limit", ""),
            Map.entry("pool_timeout", ""),
            Map.entry("socket_timeout", ""),
            Map.entry("statement_cache_size", ""),
            Map.entry("prepared_statement_cache_size", ""),
            Map.entry("async_fallback", ""),
            Map.entry("pgbouncer", ""),
            // What a pool of JDBC's sets for itself, and what matters to long-lived connections alone.
            Map.entry("ApplicationName", ""),
            Map.entry("prepareThreshold", ""),
            Map.entry("reWriteBatchedInserts", ""),
            Map.entry("stringtype", ""),
            Map.entry("socketTimeout", ""),
            Map.entry("loginTimeout", ""),
            Map.entry("tcpKeepAlive", ""),
            Map.entry("defaultRowFetchSize", ""),
            Map.entry("preparedStatementCacheQueries", ""),
            Map.entry("preparedStatementCacheSizeMiB", ""),
            Map.entry("binaryTransfer", ""),
            Map.entry("autosave", ""),
            Map.entry("assumeMinServerVersion", ""),
            Map.entry("keepalives_idle", ""),
            Map.entry("keepalives_interval", ""),
            Map.entry("keepalives_count", ""),
            Map.entry("tcp_user_timeout", ""),
            Map.entry("load_balance_hosts", ""),
            Map.entry("ssl", "ssl"));

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** The driver's properties of which only some values mean anything. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "ssl", List.of("true", "false"),
            "sslmode", SSL_MODES,
            "sslNegotiation", List.of("postgres", "direct"),
            "channelBinding", List.of("disable", "prefer", "require"),
            "gssEncMode", List.of("disable", "allow", "prefer", "require"));

    private static final Map<String, String> SESSION_ATTRIBUTES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "standby", "secondary",
            "read-only", "secondary",
            "prefer-standby", "preferSecondary");

    /** Hosts, each a name, an address in brackets or a percent-encoded path, and a port of digits. */
    private static final Pattern PORTS = Pattern.compile("(?:(?:[^:,\\[\\]]*|\\[[^\\]]*\\])(?::\\d*)?(?:,|$))*");

    public ConnectionSpec {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgres://}, {@code postgresql://} (also SQLAlchemy's {@code postgresql+driver://}) and
     * {@code jdbc:postgresql:} URLs; an empty URL means the environment alone.
     */
    public static ConnectionSpec parse(String url, Map<String, String> environment) {
        String rest = url.strip();
        if (rest.startsWith("jdbc:")) {
            rest = rest.substring("jdbc:".length());
        }
        if (!rest.isEmpty()) {
            int colon = rest.indexOf(':');
            String scheme = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!scheme.equals("postgres") && !scheme.equals("postgresql") && !scheme.matches("postgres(ql)?\\+.*")) {
                throw invalid(url, "a URL starts with postgres:// or jdbc:postgresql:");
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
        Map<String, String> given = parameters(url, query);

        String user = decode(url, colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : decode(url, userInfo.substring(colon + 1));
        String hosts = decode(url, authority.substring(at + 1));
        String database = decode(url, path);
        hosts = first(hosts, given.remove("host"));
        String port = given.remove("port");
        user = first(user, given.remove("user"));
        password = first(password, given.remove("password"));
        database = first(database, given.remove("dbname"));

        Map<String, String> parameters = new TreeMap<>();
        fromEnvironment(parameters, environment);
        given.forEach((name, value) -> put(url, parameters, name, value));
        // What a service file says goes before the environment.
        if (!parameters.containsKey("service")) {
            user = first(user, environment.get("PGUSER"));
            password = first(password, environment.get("PGPASSWORD"));
            database = first(database, environment.get("PGDATABASE"));
            hosts = first(hosts, environment.get("PGHOST"), environment.get("PGHOSTADDR"), "localhost");
        }
        if (hosts.startsWith("/")) {
            throw Problem.of(ProblemId.URL_INVALID, "a Unix socket (" + hosts + ") cannot be used by the JDBC driver")
                    .remedy("connect over TCP: host localhost, or 127.0.0.1")
                    .exception();
        }
        port = first("", port, environment.get("PGPORT"));
        if (!port.isEmpty() && !hosts.isEmpty()) {
            hosts = withPort(hosts, port);
        }
        refuseWrongPort(url, hosts);
        return new ConnectionSpec(hosts, database, user, password, parameters);
    }

    /** Each host with the port, where it names none; an IPv6 address stands in brackets. */
    private static String withPort(String hosts, String port) {
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> host.indexOf(':', host.lastIndexOf(']') + 1) < 0 ? host + ":" + port : host)
                .collect(Collectors.joining(","));
    }

    private static void refuseWrongPort(String url, String hosts) {
        for (String host : hosts.split(",", -1)) {
            int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
            String port = colon < 0 ? "5432" : host.substring(colon + 1);
            if (!port.matches("0*[1-9]\\d{0,4}") || Integer.parseInt(port) > 65_535) {
                throw invalid(url, "a port is a number from 1 to 65535, not \"" + port + "\"");
            }
        }
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

    private static void fromEnvironment(Map<String, String> parameters, Map<String, String> environment) {
        Map<String, String> variables = Map.of(
                "PGSSLMODE", "sslmode",
                "PGSSLROOTCERT", "sslrootcert",
                "PGSSLCERT", "sslcert",
                "PGSSLKEY", "sslkey",
                "PGCHANNELBINDING", "channel_binding",
                "PGGSSENCMODE", "gssencmode",
                "PGCONNECT_TIMEOUT", "connect_timeout",
                "PGOPTIONS", "options",
                "PGSERVICE", "service",
                "PGTARGETSESSIONATTRS", "target_session_attrs");
        variables.forEach((variable, name) -> {
            String value = environment.get(variable);
            if (value != null) {
                put(variable, parameters, name, value);
            }
        });
    }

    private static Map<String, String> parameters(String url, String query) {
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

    private static void put(String source, Map<String, String> parameters, String name, String value) {
        String driverName = PARAMETERS.get(name);
        if (driverName == null) {
            driverName = PARAMETERS.containsValue(name) ? name : null;
        }
        if (driverName == null) {
            throw invalid(source, "parameter \"" + name + "\" is not one of libpq's that the driver knows");
        }
        if (value.isEmpty()) {
            // As in libpq: not set.
            return;
        }
        if (driverName.equals("ssl") && SSL_MODES.contains(value)) {
            // As asyncpg has it; the driver would take any word but true for no.
            driverName = "sslmode";
        }
        if (driverName.equals("targetServerType")) {
            String kind = SESSION_ATTRIBUTES.getOrDefault(value, value);
            if (!SESSION_ATTRIBUTES.containsValue(kind)) {
                throw invalid(source, unknownValue(name, value, new TreeMap<>(SESSION_ATTRIBUTES).keySet()));
            }
            value = kind;
        }
        List<String> values = VALUES.get(driverName);
        if (values != null && !values.contains(value)) {
            throw invalid(source, unknownValue(name, value, values));
        }
        if (driverName.equals("connectTimeout") && !value.matches("\\d{1,6}")) {
            throw invalid(source, "connect_timeout is a number of seconds, not \"" + value + "\"");
        }
        if (!driverName.isEmpty()) {
            parameters.put(driverName, value);
        }
    }

    private static String unknownValue(String name, String value, Collection<String> values) {
        return name + " is one of " + String.join(", ", values) + ", not \"" + value + "\"";
    }

    /** The driver's URL and properties; contains the password, so never shown. */
    Properties properties() {
        Properties properties = new Properties();
        // Dead peers are noticed; a hanging connect is not waited for longer than a person would.
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        // A script's statements go as psql sends them: as they are, for the server alone to take apart.
        properties.setProperty("preferQueryMode", "extendedForPrepared");
        // Most of our own are run once, and preparing them on the server only costs; see Session.keepPrepared.
        properties.setProperty("prepareThreshold", "0");
        // The server plans again by itself what a DDL statement made stale.
        properties.setProperty("flushCacheOnDdl", "false");
        properties.setProperty("assumeMinServerVersion", "12");
        parameters.forEach((name, value) -> {
            if (!name.equals("service")) {
                properties.setProperty(name, value);
            }
        });
        // As in libpq, what answers and then says nothing is waited for no longer than what does not answer.
        long seconds = Long.parseLong(properties.getProperty("connectTimeout")) * hosts.split(",", -1).length;
        properties.setProperty("loginTimeout", Long.toString(seconds));
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    String jdbcUrl() {
        String service = parameters.getOrDefault("service", "");
        // An empty name after the colon would be the database's; after two slashes it is left to the service.
        String place = hosts.isEmpty() && !database.isEmpty() ? "" : "//" + hosts + (hosts.isEmpty() ? "" : "/");
        // The driver looks for a service in the URL alone.
        return "jdbc:postgresql:" + place + encode(database) + (service.isEmpty() ? "" : "?service=" + encode(service));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The place as shown to people: never a password, never a parameter. */
    public String display() {
        String who = user.isEmpty() ? "" : user + "@";
        String where = hosts.isEmpty() ? "service " + parameters.get("service") : hosts;
        return "postgres://" + who + where + (database.isEmpty() ? "" : "/" + database);
    }

    /** Never contains the password. */
    @Override
    public String toString() {
        return display();
    }

    private static String decode(String url, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        if (text.contains("%00")) {
            throw invalid(url, "no name in PostgreSQL holds a NUL (%00)");
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(url, "a % in a user, password or parameter is written %25");
        }
    }

    private static String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static RuntimeException invalid(String url, String why) {
        // Without one it was a variable such as PGPORT.
        boolean quoted = url.startsWith("'") || url.startsWith("\"");
        String what = url.isEmpty()
                ? "cannot read the PG… variables: "
                : "cannot read the database URL " + redact(url) + ": ";
        return Problem.of(ProblemId.URL_INVALID, what + why)
                .remedy(
                        quoted
                                ? "remove the quotes: in an env file they are part of the value"
                                : "write it as postgres://USER@HOST:5432/DATABASE, the password in PGPASSWORD or ~/.pgpass")
                .exception();
    }

    /** Replaces the password of anything that looks like a URL; for messages about URLs that could not be read. */
    public static String redact(String url) {
        return url.replaceAll("//([^:/@\\s]*):\\S*@", "//$1:***@")
                .replaceAll("(^|\\s)(\\w+:/?)([^:/@\\s]+):[^\\s*]\\S*@", "$1$2$3:***@")
                .replaceAll("(^|\\s)([^:/@\\s]+):[^\\s*/][^\\s*]*@", "$1$2:***@")
                .replaceAll("(?i)(\\w*(?:password|secret|token|api_?key))=('[^']*'|[^&\\s]*)", "$1=***");
    }
}
