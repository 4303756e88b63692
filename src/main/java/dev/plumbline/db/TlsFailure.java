package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/** Why no connection could be had that is encrypted as {@code sslmode} asks. */
final class TlsFailure {
    private TlsFailure() {}

    /** The problem, where the failure is one of encryption. */
    static Optional<Problem> of(SQLException e, ConnectionSpec spec) {
        String mode = spec.parameters().getOrDefault("sslmode", "prefer");
        String message = String.valueOf(e.getMessage());
        // The driver's own messages are in the user's language: they are compared with what it would say.
        if (message.equals(GT.tr("The server does not support SSL."))) {
            return problem(
                    spec,
                    "the server offers no encryption, and sslmode=" + mode + " asks for it",
                    "turn it on there: ssl = on in postgresql.conf",
                    "or, in a network where nobody listens in: ?sslmode=disable");
        }
        if (isHostMismatch(message, spec)) {
            return problem(
                    spec,
                    "the server's certificate is for another host name, and sslmode=verify-full asks for this one",
                    "use the host name that the certificate names in the URL",
                    "or, where the names cannot agree: ?sslmode=verify-ca");
        }
        if (has(e, FileNotFoundException.class)) {
            return problem(
                    spec,
                    "sslmode=" + mode + " compares the server's certificate with a file that cannot be read: "
                            + message,
                    "name the file with the certificate of its authority: ?sslrootcert=FILE",
                    "or, for an authority that everybody trusts: ?sslrootcert=system");
        }
        if (has(e, CertPathBuilderException.class)) {
            return problem(
                    spec,
                    "the server's certificate is not signed by whom sslrootcert names",
                    "name the file with the certificate of its authority: ?sslrootcert=FILE");
        }
        if (has(e, SSLException.class) || has(e, GeneralSecurityException.class)) {
            return problem(
                    spec,
                    "no encrypted connection could be made: " + message,
                    "look at sslmode, sslrootcert, sslcert and sslkey in the URL, and into the server's log");
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

    private static Optional<Problem> problem(ConnectionSpec spec, String what, String... remedies) {
        return Optional.of(
                Problem.of(ProblemId.TLS_REFUSED, what).at(spec.display()).remedy(remedies));
    }
}
