package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and as whom, understood as libpq understands it (PostgreSQL 18 manual, 32.1): the URL first, then the service
 * file where a service is named, then the {@code PG…} variables, and the password file for a password that none of them has.
 *
 * @param hosts          {@code host[:port]}, several separated by commas; or the path of one Unix socket, which starts with a slash
 * @param database       database name; empty for the driver's default, the user's name
 * @param user           empty for the operating system's user
 * @param password       empty for none
 * @param passwordRemark why the password file was not used; empty where it was, or where there is none
 * @param parameters     the driver's properties, by the driver's names
 */
public record ConnectionSpec(
        String hosts,
        String database,
        String user,
        String password,
        String passwordRemark,
        Map<String, String> parameters) {

    private static final String SOCKET = "/.s.PGSQL.";
    private static final String DEFAULT_PORT = "5432";

    /** Those that are no properties of the driver. */
    private static final Set<String> PLACE =
            Set.of("host", "hostaddr", "port", "dbname", "user", "password", "passfile", "servicefile");

    /** Where servers put their sockets unless told otherwise; password files call them {@code localhost}. */
    private static final Set<String> USUAL_SOCKETS = Set.of("/tmp", "/var/run/postgresql", "/run/postgresql");

    /** libpq's parameter names and the driver's. Those mapped to an empty name mean nothing to PostgreSQL and are ignored. */
    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("sslcompression", ""),
            Map.entry("require_auth", "requireAuth"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("application_name", ""),
            Map.entry("fallback_application_name", ""),
            Map.entry("client_encoding", ""),
            Map.entry("options", "options"),
            Map.entry("keepalives", ""),
            Map.entry("keepalives_idle", ""),
            Map.entry("keepalives_interval", ""),
            Map.entry("keepalives_count", ""),
            Map.entry("tcp_user_timeout", ""),
            Map.entry("target_session_attrs", "targetServerType"),
            Map.entry("load_balance_hosts", "loadBalanceHosts"),
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
            Map.entry("ssl", "ssl"));

    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("PGSSLMODE", "sslmode"),
            Map.entry("PGSSLROOTCERT", "sslrootcert"),
            Map.entry("PGSSLCERT", "sslcert"),
            Map.entry("PGSSLKEY", "sslkey"),
            Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
            Map.entry("PGREQUIREAUTH", "require_auth"),
            Map.entry("PGCHANNELBINDING", "channel_binding"),
            Map.entry("PGGSSENCMODE", "gssencmode"),
            Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
            Map.entry("PGOPTIONS", "options"),
            Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
            Map.entry("PGLOADBALANCEHOSTS", "load_balance_hosts"));

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

    public ConnectionSpec {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgres://}, {@code postgresql://} (also SQLAlchemy's {@code postgresql+driver://}) and
     * {@code jdbc:postgresql:} URLs; an empty URL means the environment alone.
     */
    public static ConnectionSpec parse(String url, Map<String, String> environment) {
        Map<String, String> given = ConnectionUrl.parameters(url);
        String service = first(given.remove("service"), environment.get("PGSERVICE"));
        String serviceFile = first(given.remove("servicefile"));
        Map<String, String> parameters = new TreeMap<>();
        fromEnvironment(parameters, environment);
        if (!service.isEmpty()) {
            Map<String, String> ofService = ServiceFile.parameters(service, serviceFile, environment);
            putAll("service " + service, parameters, ofService);
            ofService.forEach(given::putIfAbsent);
        }
        String hosts = first(
                given.remove("host"),
                given.remove("hostaddr"),
                environment.get("PGHOST"),
                environment.get("PGHOSTADDR"),
                "localhost");
        String port = first(given.remove("port"), environment.get("PGPORT"));
        String user = first(given.remove("user"), environment.get("PGUSER"));
        String password = first(given.remove("password"), environment.get("PGPASSWORD"));
        String database = first(given.remove("dbname"), environment.get("PGDATABASE"));
        String passwordFile = first(given.remove("passfile"), environment.get("PGPASSFILE"));
        putAll(url, parameters, given);
        trustTheSystem(url, parameters);

        boolean socket = isSocket(hosts);
        hosts = socket
                ? hosts + SOCKET + first(port, DEFAULT_PORT)
                : port.isEmpty() ? hosts : ConnectionUrl.withPort(hosts, port);
        refuseWrongPorts(url, socket ? List.of(first(port, DEFAULT_PORT)) : ConnectionUrl.ports(hosts));
        ConnectionSpec spec = new ConnectionSpec(hosts, database, user, password, "", parameters);
        return password.isEmpty()
                ? spec.withPasswordOf(PasswordFile.read(
                        passwordFile.isEmpty() ? home(environment).resolve(".pgpass") : Path.of(passwordFile)))
                : spec;
    }

    /** Where the user's own files of libpq are. */
    static Path home(Map<String, String> environment) {
        return Path.of(first(environment.get("HOME"), System.getProperty("user.home", "/")));
    }

    private static boolean isSocket(String hosts) {
        if (hosts.startsWith("@") || (hosts.contains("/") && (hosts.contains(",") || !hosts.startsWith("/")))) {
            throw Problem.of(
                            ProblemId.URL_INVALID,
                            "the host " + hosts + " cannot be used: a Unix socket is named by its directory, and is the"
                                    + " only host")
                    .state("nothing was changed")
                    .remedy("write it as postgres:///DATABASE?host=/var/run/postgresql")
                    .exception();
        }
        return hosts.startsWith("/");
    }

    private static void refuseWrongPorts(String url, List<String> ports) {
        for (String port : ports) {
            if (!port.matches("0*[1-9]\\d{0,4}") || Integer.parseInt(port) > 65_535) {
                throw invalid(url, "a port is a number from 1 to 65535, not \"" + port + "\"");
            }
        }
    }

    private ConnectionSpec withPasswordOf(PasswordFile file) {
        String login = first(user, System.getProperty("user.name", ""));
        Optional<String> found = Optional.empty();
        for (String host : hosts.split(",", -1)) {
            if (found.isEmpty()) {
                found = passwordFor(file, host, login);
            }
        }
        return new ConnectionSpec(hosts, database, user, found.orElse(""), file.refusal(), parameters);
    }

    private Optional<String> passwordFor(PasswordFile file, String host, String login) {
        String name = host;
        String port = DEFAULT_PORT;
        int end = host.indexOf(SOCKET);
        int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
        if (end >= 0) {
            name = host.substring(0, end);
            port = host.substring(end + SOCKET.length());
        } else if (colon >= 0) {
            name = host.substring(0, colon);
            port = first(host.substring(colon + 1), DEFAULT_PORT);
        }
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        String shown = USUAL_SOCKETS.contains(bare) ? "localhost" : bare;
        return file.password(shown, port, first(database, login), login);
    }

    private static void fromEnvironment(Map<String, String> parameters, Map<String, String> environment) {
        VARIABLES.forEach((variable, name) -> {
            String value = environment.get(variable);
            if (value != null) {
                put(variable, parameters, name, value);
            }
        });
    }

    private static void putAll(String source, Map<String, String> parameters, Map<String, String> given) {
        given.forEach((name, value) -> {
            if (!PLACE.contains(name)) {
                put(source, parameters, name, value);
            }
        });
    }

    /** Whether libpq knows a parameter of this name, and the driver can do what it says. */
    static boolean isParameter(String name) {
        return PLACE.contains(name) || PARAMETERS.containsKey(name);
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
        if (driverName.equals("loadBalanceHosts")) {
            value = String.valueOf(value.equals("random") || value.equals("true"));
        }
        if (!driverName.isEmpty()) {
            parameters.put(driverName, value);
        }
    }

    private static String unknownValue(String name, String value, Collection<String> values) {
        return name + " is one of " + String.join(", ", values) + ", not \"" + value + "\"";
    }

    /** {@code sslrootcert=system}: whoever the system trusts, which only makes sense with a look at the host's name. */
    private static void trustTheSystem(String source, Map<String, String> parameters) {
        if (!"system".equals(parameters.get("sslrootcert"))) {
            return;
        }
        if (!parameters.getOrDefault("sslmode", "verify-full").equals("verify-full")) {
            throw invalid(source, "sslrootcert=system goes with sslmode=verify-full only");
        }
        parameters.remove("sslrootcert");
        parameters.put("sslmode", "verify-full");
        parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    /** The driver's properties; they contain the password, so never shown. */
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
        parameters.forEach(properties::setProperty);
        // As in libpq, what answers and then says nothing is waited for no longer than what does not answer.
        long seconds = Long.parseLong(properties.getProperty("connectTimeout")) * hosts.split(",", -1).length;
        properties.setProperty("loginTimeout", Long.toString(seconds));
        socket().ifPresent(path -> {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", path.toString());
            // As libpq: nobody listens in on a socket of this machine.
            properties.setProperty("sslmode", "disable");
            properties.setProperty("gssEncMode", "disable");
        });
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        // Also where there is none: the driver would look into the password file by rules of its own.
        properties.setProperty("password", password);
        return properties;
    }

    /** The Unix socket to connect to, where that is what {@link #hosts} names. */
    Optional<Path> socket() {
        return hosts.startsWith("/") ? Optional.of(Path.of(hosts)) : Optional.empty();
    }

    /** The directory of the {@link #socket}. */
    String socketDirectory() {
        return hosts.substring(0, hosts.lastIndexOf(SOCKET));
    }

    /** The port that the name of the {@link #socket} ends with. */
    String socketPort() {
        return hosts.substring(hosts.lastIndexOf(SOCKET) + SOCKET.length());
    }

    String jdbcUrl() {
        String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://" + (socket().isPresent() ? "localhost" : hosts) + "/" + encoded;
    }

    /** The place as shown to people: never a password, never a parameter but a Unix socket's. */
    public String display() {
        String who = user.isEmpty() ? "" : user + "@";
        if (socket().isPresent()) {
            return "postgres://" + who + "/" + database + "?host=" + socketDirectory()
                    + (socketPort().equals(DEFAULT_PORT) ? "" : "&port=" + socketPort());
        }
        return "postgres://" + who + hosts + (database.isEmpty() ? "" : "/" + database);
    }

    /** Never contains the password. */
    @Override
    public String toString() {
        return display();
    }

    private static String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    static RuntimeException invalid(String url, String why) {
        // Without one it was a variable such as PGPORT.
        boolean quoted = url.startsWith("'") || url.startsWith("\"");
        String what = url.isEmpty()
                ? "cannot read the PG… variables: "
                : "cannot read the database URL " + redact(url) + ": ";
        return Problem.of(ProblemId.URL_INVALID, what + why)
                .state("nothing was changed")
                .remedy(
                        quoted
                                ? "remove the quotes: in an env file they are part of the value"
                                : "write it as postgres://USER@HOST:5432/DATABASE, the password in PGPASSWORD or ~/.pgpass")
                .exception();
    }

    /**
     * The same URL without the password that it holds, as it may be shown and pasted; empty where it cannot be taken apart, so that
     * nobody can say what in it is secret.
     */
    public static Optional<String> withoutPassword(String url) {
        return url.equals("embedded") ? Optional.of(url) : ConnectionUrl.withoutPassword(url);
    }

    /** Replaces the password of anything that looks like a URL; for messages about URLs that could not be read. */
    public static String redact(String url) {
        return url.replaceAll("//([^:/@\\s]*):\\S*@", "//$1:***@")
                .replaceAll("(^|\\s)(\\w+:/?)([^:/@\\s]+):[^\\s*]\\S*@", "$1$2$3:***@")
                .replaceAll("(^|\\s)([^:/@\\s]+):[^\\s*/][^\\s*]*@", "$1$2:***@")
                .replaceAll("(?i)(\\w*(?:password|secret|token|api_?key))=('[^']*'|[^&\\s]*)", "$1=***");
    }
}
