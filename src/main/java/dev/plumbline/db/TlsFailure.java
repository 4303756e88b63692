package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/** Why no connection could be had that is encrypted as the URL asks. */
final class TlsFailure {
    private static final Pattern SSL = Pattern.compile("\\bSSL\\b");
    private static final Pattern GSS = Pattern.compile("\\bGSS\\b");
    private static final Pattern CHANNEL_BINDING = Pattern.compile("^Channel [bB]inding");

    private TlsFailure() {}

    /** The problem, where the failure is one of encryption and the driver's own. */
    static Optional<Problem> of(SQLException e, ConnectionSpec spec) {
        String asked = Optional.ofNullable(spec.parameters().get("sslmode"))
                .map(mode -> "sslmode=" + mode)
                .orElse("ssl");
        String message = String.valueOf(e.getMessage());
        // The driver's own messages are in the user's language: they are compared with what it would say.
        if (message.equals(GT.tr("The server does not support SSL."))) {
            return problem(
                    "the server offers no SSL, and " + asked + " asks for it",
                    "in a network that you trust, do without: sslmode=disable in the URL, or PGSSLMODE=disable",
                    "else have SSL turned on in the server: ssl = on in postgresql.conf, and a certificate");
        }
        if (isHostMismatch(message, spec)) {
            return problem(
                    "the server's certificate is not made out to the host that was asked for",
                    "connect by the name that the certificate holds",
                    "or check its authority alone: sslmode=verify-ca in the URL, or PGSSLMODE=verify-ca");
        }
        if (has(e, FileNotFoundException.class) || message.contains("root certificate")) {
            return problem(
                    "the server's certificate cannot be checked: " + message,
                    "name the file with its authority's certificate: sslrootcert=FILE in the URL, or PGSSLROOTCERT",
                    "or, for an authority that everybody trusts: sslrootcert=system",
                    "or encrypt without checking who answers: sslmode=require");
        }
        if (has(e, CertPathBuilderException.class)) {
            return problem(
                    spec.parameters().containsKey("sslfactory")
                            ? "no authority that this system trusts is that of the server's certificate"
                            : "no certificate in "
                                    + spec.parameters().getOrDefault("sslrootcert", "~/.postgresql/root.crt")
                                    + " is the authority of the server's own",
                    "name the right one: sslrootcert=FILE in the URL, or PGSSLROOTCERT",
                    "or encrypt without checking who answers: sslmode=require");
        }
        if (CHANNEL_BINDING.matcher(message).find()) {
            return problem(message, "connect with SSL, by SCRAM; or leave channel_binding=require out of the URL");
        }
        if (GSS.matcher(message).find()) {
            return problem(
                    "the server does not encrypt with GSSAPI: " + message,
                    "leave gssencmode=require out of the URL, or unset PGGSSENCMODE");
        }
        if (SSL.matcher(message).find() || has(e, SSLException.class) || has(e, GeneralSecurityException.class)) {
            return problem(
                    "no encrypted connection came about: " + message,
                    spec.parameters().containsKey("sslNegotiation")
                            ? "leave sslnegotiation=direct out of the URL: servers before PostgreSQL 17 do not know it"
                            : "check sslmode, sslrootcert, sslcert and sslkey in the URL, and look into the server's log");
        }
        return Optional.empty();
    }

    private static boolean isHostMismatch(String message, ConnectionSpec spec) {
        for (String host : spec.hosts().split(",", -1)) {
            int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
            String name = colon < 0 ? host : host.substring(0, colon);
            if (message.equals(GT.tr(
                    "The hostname {0} could not be verified by hostnameverifier {1}.",
                    name, "PgjdbcHostnameVerifier"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Problem> problem(String what, String... remedies) {
        return Optional.of(Problem.of(ProblemId.ENCRYPTION_FAILED, what).remedy(remedies));
    }
}
