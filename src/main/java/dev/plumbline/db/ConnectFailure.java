package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import dev.plumbline.Shell;
import dev.plumbline.sql.Identifiers;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

/** Why no session could be opened, and what to do about it. */
final class ConnectFailure {
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
        return new ConnectFailure(e, database)
                .problem()
                .at(database.spec().display())
                .state("no session was opened, and nothing was changed");
    }

    private Problem problem() {
        boolean fromServer = thrown instanceof PSQLException p && p.getServerErrorMessage() != null;
        if (!fromServer && failure.message().equals(GT.tr("An error occurred while setting up the SSL connection."))) {
            // It answered the question for SSL with neither yes nor no.
            return Problem.of(ProblemId.SERVER_UNREACHABLE, "what answers there is no PostgreSQL server")
                    .remedy("check host and port: pg_isready" + place());
        }
        Optional<Problem> encryption = fromServer ? Optional.empty() : TlsFailure.of(thrown, spec);
        if (encryption.isPresent()) {
            return encryption.get();
        }
        if (spec.password().isEmpty() && List.of("08004", "28P01").contains(failure.sqlState())) {
            return Problem.of(ProblemId.LOGIN_REFUSED, "the server wants a password and none was given")
                    .remedy(
                            spec.passwordRemark().isEmpty()
                                    ? "set PGPASSWORD, or add a line to ~/.pgpass (mode 0600)"
                                    : spec.passwordRemark());
        }
        String login = spec.user().isEmpty() ? "" : " -U " + Shell.word(spec.user());
        return switch (failure.sqlState()) {
            case "28P01", "28000" -> login();
            case "08004" ->
                Problem.of(ProblemId.LOGIN_REFUSED, "the server's way to log in does not suit: " + failure.message())
                        .remedy("check require_auth and channel_binding in the URL against the server's pg_hba.conf");
            case "3D000" ->
                Problem.of(ProblemId.DATABASE_MISSING, failure.message())
                        .remedy(
                                spec.database().isEmpty()
                                        ? "name the database at the end of the URL: " + spec.display() + "/DATABASE"
                                        : "createdb" + place() + login + " " + Shell.word(spec.database())
                                                + ", or correct the name in the URL");
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
        if (spec.socket().isPresent()) {
            return " -h " + spec.socketDirectory() + " -p " + spec.socketPort();
        }
        String first = spec.hosts().split(",", -1)[0];
        int colon = first.indexOf(':', first.lastIndexOf(']') + 1);
        String host = (colon < 0 ? first : first.substring(0, colon)).replaceAll("[\\[\\]]", "");
        return (host.isEmpty() ? "" : " -h " + host) + (colon < 0 ? "" : " -p " + first.substring(colon + 1));
    }

    private String reason() {
        if (cause(SocketException.class).isPresent()
                && spec.socket().filter(Files::notExists).isPresent()) {
            return "there is no socket " + spec.hosts();
        }
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
