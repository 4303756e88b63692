package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.sql.Identifiers;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/** Why no session could be opened, and what to do about it. */
final class ConnectFailure {
    /** What the driver's own messages about encryption have in common; it gives them the codes of other failures. */
    private static final Pattern ENCRYPTION =
            Pattern.compile("\\bSSL\\b|hostnameverifier|\\bGSS\\b|Channel [bB]inding");

    private final SQLException thrown;
    private final SqlFailure failure;
    private final Database database;
    private final ConnectionSpec spec;

    private ConnectFailure(SQLException thrown, Database database) {
        this.thrown = thrown;
        this.failure = SqlFailure.of(thrown);
        this.database = database;
        this.spec = database.spec();
    }

    static Problem problem(SQLException e, Database database) {
        return new ConnectFailure(e, database).problem().at(database.spec().display());
    }

    private Problem problem() {
        boolean fromServer = thrown instanceof PSQLException p && p.getServerErrorMessage() != null;
        if (!fromServer && ENCRYPTION.matcher(failure.message()).find()) {
            return encryption();
        }
        return switch (failure.sqlState()) {
            case "28P01", "28000" -> login();
            case "08004" ->
                Problem.of(ProblemId.LOGIN_REFUSED, "the server wants a password and none was given")
                        .remedy("set PGPASSWORD, or add a line to ~/.pgpass (mode 0600)");
            case "3D000" ->
                Problem.of(ProblemId.DATABASE_MISSING, failure.message())
                        .remedy(
                                spec.database().isEmpty()
                                        ? "name the database at the end of the URL: " + spec.display() + "/DATABASE"
                                        : "createdb " + spec.database() + ", or correct the name in the URL");
            case "53300" ->
                Problem.of(ProblemId.SERVER_NOT_READY, "the server has no free connection: " + failure.message())
                        .remedy("close a session, or raise max_connections; Plumbline needs two at most");
            case "57P03", "57P01", "57P02" ->
                Problem.of(ProblemId.SERVER_NOT_READY, "the server takes no connections now: " + failure.message())
                        .remedy("wait until it is up, then run the same command again");
            case "42501", "22023", "42704", "42601", "42602" -> settings();
            default -> unreachable();
        };
    }

    private Problem login() {
        // The name of the file is in the message whatever the server's language is.
        if (!failure.message().contains("pg_hba.conf")) {
            return Problem.of(ProblemId.LOGIN_REFUSED, "the server refused the login: " + failure.message())
                    .remedy("check user and password: in the URL, PGUSER and PGPASSWORD, or ~/.pgpass (mode 0600)");
        }
        boolean plain = parameter("sslmode")
                .filter(mode -> mode.equals("disable") || mode.equals("allow"))
                .isPresent();
        String line =
                "have its administrator add a line to pg_hba.conf for this user, database and address, and reload:"
                        + " SELECT pg_reload_conf()";
        Problem problem =
                Problem.of(ProblemId.LOGIN_REFUSED, "the server lets nobody in from here: " + failure.message());
        return plain
                ? problem.remedy("it may want SSL: sslmode=require in the URL, or PGSSLMODE=require", "or " + line)
                : problem.remedy(line);
    }

    private Problem encryption() {
        String message = failure.message();
        String asked = parameter("sslmode").map(mode -> "sslmode=" + mode).orElse("ssl");
        if (message.contains("does not support SSL")) {
            return encryption("the server offers no SSL, and " + asked + " asks for it")
                    .remedy(
                            "in a network that you trust, do without: sslmode=disable in the URL, or PGSSLMODE=disable",
                            "else have SSL turned on in the server: ssl = on in postgresql.conf, and a certificate");
        }
        if (message.startsWith("An error occurred while setting up the SSL")) {
            // It answered the question for SSL with neither yes nor no.
            return Problem.of(ProblemId.SERVER_UNREACHABLE, "what answers there is no PostgreSQL server")
                    .remedy("check host and port: pg_isready" + place());
        }
        if (message.contains("root certificate")) {
            return encryption("the server's certificate cannot be checked: " + message)
                    .remedy(
                            "name the file with its authority's certificate: sslrootcert=FILE in the URL, or PGSSLROOTCERT",
                            "or encrypt without checking who answers: sslmode=require");
        }
        if (message.contains("hostnameverifier")) {
            return encryption("the server's certificate is not made out to the host that was asked for")
                    .remedy(
                            "connect by the name that the certificate holds",
                            "or check its authority alone: sslmode=verify-ca in the URL, or PGSSLMODE=verify-ca");
        }
        if (message.startsWith("Channel ")) {
            return encryption(message)
                    .remedy("connect with SSL, by SCRAM; or leave channel_binding=require out of the URL");
        }
        if (message.contains("GSS")) {
            return encryption("the server does not encrypt with GSSAPI: " + message)
                    .remedy("leave gssencmode=require out of the URL, or unset PGGSSENCMODE");
        }
        if (cause(CertPathBuilderException.class).isPresent()) {
            return encryption("no certificate in "
                            + parameter("sslrootcert").orElse("~/.postgresql/root.crt")
                            + " is the authority of the server's own")
                    .remedy(
                            "name the right one: sslrootcert=FILE in the URL, or PGSSLROOTCERT",
                            "or encrypt without checking who answers: sslmode=require");
        }
        Problem other = encryption("no encrypted connection came about: " + message);
        return parameter("sslNegotiation").isPresent()
                ? other.remedy(
                        "leave sslnegotiation=direct out of the URL: servers before PostgreSQL 17 do not know it")
                : other.remedy("check sslmode, sslrootcert, sslcert and sslkey in the URL");
    }

    private static Problem encryption(String what) {
        return Problem.of(ProblemId.ENCRYPTION_FAILED, what);
    }

    private Problem settings() {
        Problem problem = Problem.of(
                ProblemId.SESSION_REFUSED, "the server refused the session's settings: " + failure.message());
        Optional<String> role = database.role();
        // Only SET ROLE lacks a right, or knows a role that does not exist.
        if (role.isPresent() && failure.message().contains(role.get())) {
            String user = spec.user().isEmpty() ? "the login user" : Identifiers.quote(spec.user());
            return failure.sqlState().equals("42501")
                    ? problem.remedy("GRANT " + Identifiers.quote(role.get()) + " TO " + user
                            + ", or correct role: in plumb.yml")
                    : problem.remedy("correct role: in plumb.yml, or CREATE ROLE " + Identifiers.quote(role.get()));
        }
        return parameter("options").isPresent()
                ? problem.remedy("correct options= in the URL, or PGOPTIONS")
                : problem.remedy("check lock_timeout and statement_timeout in plumb.yml");
    }

    private Problem unreachable() {
        Optional<String> service = parameter("service");
        if (service.isPresent() && failure.message().startsWith("Unable to parse URL")) {
            return Problem.of(ProblemId.URL_INVALID, "the service file has no service \"" + service.get() + "\"")
                    .remedy("define it in ~/.pg_service.conf, or in the file that PGSERVICEFILE names: ["
                            + service.get() + "], then host=, port=, dbname=, user=");
        }
        Optional<String> kind = parameter("targetServerType");
        if (kind.isPresent() && failure.message().contains(kind.get())) {
            return Problem.of(
                            ProblemId.SERVER_UNREACHABLE, "no server of those named is what target_session_attrs asks")
                    .remedy("name the other hosts too, or leave target_session_attrs out of the URL");
        }
        return Problem.of(ProblemId.SERVER_UNREACHABLE, "cannot reach the server: " + reason())
                .remedy("check host and port, and that the server runs: pg_isready" + place());
    }

    /** The first host as pg_isready takes it. */
    private String place() {
        String first = spec.hosts().split(",", -1)[0];
        int colon = first.indexOf(':', first.lastIndexOf(']') + 1);
        String host = (colon < 0 ? first : first.substring(0, colon)).replaceAll("[\\[\\]]", "");
        return (host.isEmpty() ? "" : " -h " + host) + (colon < 0 ? "" : " -p " + first.substring(colon + 1));
    }

    private String reason() {
        Optional<UnknownHostException> unknown = cause(UnknownHostException.class);
        if (unknown.isPresent()) {
            return "the host name " + unknown.get().getMessage() + " is not known";
        }
        if (cause(SocketTimeoutException.class).isPresent() || failure.message().contains("timed out")) {
            return "no answer in time (connect_timeout); is it a PostgreSQL server?";
        }
        if (cause(ConnectException.class).isPresent()) {
            return "the connection was refused";
        }
        return failure.message();
    }

    private <T extends Throwable> Optional<T> cause(Class<T> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    private Optional<String> parameter(String name) {
        return Optional.ofNullable(spec.parameters().get(name));
    }
}
