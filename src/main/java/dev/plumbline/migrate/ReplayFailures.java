package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import dev.plumbline.sql.Position;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Tokens;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what failed in a replay, and what was there by then. */
final class ReplayFailures {
    /** Statements on what all databases of a server share. */
    private static final List<String[]> SERVER_WIDE = List.of(
            new String[] {"alter", "system"},
            new String[] {"create", "database"},
            new String[] {"alter", "database"},
            new String[] {"drop", "database"},
            new String[] {"create", "tablespace"},
            new String[] {"alter", "tablespace"},
            new String[] {"drop", "tablespace"},
            new String[] {"create", "role"},
            new String[] {"alter", "role"},
            new String[] {"drop", "role"},
            new String[] {"create", "user"},
            new String[] {"alter", "user"},
            new String[] {"drop", "user"},
            new String[] {"create", "group"},
            new String[] {"alter", "group"},
            new String[] {"drop", "group"});

    private final Replay.Where where;
    private final List<ReplayScript> scripts;
    private final Session session;

    ReplayFailures(Replay.Where where, List<ReplayScript> scripts, Session session) {
        this.where = where;
        this.scripts = scripts;
        this.session = session;
    }

    InScript of(int number) {
        return new InScript(number);
    }

    /** A query of the replay's own failed. */
    ProblemException unexpected(SQLException e) {
        return Problem.of(
                        ProblemId.REPLAY_FAILED,
                        where.name() + " refused a query of Plumbline's own: "
                                + SqlFailure.of(e).message())
                .state(thrownAway())
                .exception(e);
    }

    private String thrownAway() {
        return where.throwaway()
                ? "the shadow is thrown away, and no database of yours was touched"
                : "the shadow's database is dropped, and no other was touched";
    }

    /** While one script runs. */
    final class InScript {
        private final int number;
        private final ReplayScript script;

        private InScript(int number) {
            this.number = number;
            this.script = scripts.get(number);
        }

        /** A statement was refused; the transaction that it was in is rolled back. */
        ProblemException statement(SQLException e, SqlFailure failure, Statement statement) {
            Optional<String> extension = missingExtension(statement, failure);
            if (extension.isPresent()) {
                return extension(extension.get(), failure, statement).exception(e);
            }
            if (!script.isMigration() && failure.sqlState().equals("42601") && statement.ordinal() == 1) {
                return Problem.of(
                                ProblemId.NOT_SQL,
                                script.file() + " is not SQL, as far as PostgreSQL reads it: " + failure.message())
                        .at(place(at(failure, statement)))
                        .excerpt(excerpt(failure, statement))
                        .state(before(statement))
                        .remedy("name a file of SQL statements, such as pg_dump --schema-only writes")
                        .exception(e);
            }
            return failed(
                            "statement " + statement.ordinal() + " of "
                                    + script.script().statements().size(),
                            failure,
                            statement)
                    .exception(e);
        }

        ProblemException commit(SQLException e, Statement last) {
            return failed("the COMMIT", script.redact(SqlFailure.of(e)), last)
                    .state(soFar(last.ordinal()))
                    .exception(e);
        }

        /** The connection broke, which on a server of one's own means that it ended. */
        ProblemException lost(SQLException e, SqlFailure failure, Statement statement) {
            return Problem.of(
                            ProblemId.REPLAY_FAILED,
                            where.name() + " went away while " + script.name() + " ran: " + failure.message())
                    .at(place(statement.start()))
                    .excerpt(script.script().source().excerpt(statement.start()))
                    .state(before(statement))
                    .remedy("run the same command again; if it ends at the same statement, that one crashes the server")
                    .exception(e);
        }

        private Problem failed(String what, SqlFailure failure, Statement statement) {
            String which = script.isMigration() ? what + " of " + script.name() : what + " of " + script.file();
            List<String> remedies = new ArrayList<>();
            failure.missingRole().ifPresent(role -> {
                if (!where.throwaway()) {
                    remedies.add(
                            "make it there, if that server is for such things: CREATE ROLE \"" + role + "\" NOLOGIN");
                }
            });
            remedies.add("correct " + script.file() + ", then run the same command again");
            return Problem.of(ProblemId.REPLAY_FAILED, which + " failed on the shadow: " + failure.message())
                    .at(place(at(failure, statement)))
                    .excerpt(excerpt(failure, statement))
                    .state(before(statement))
                    .remedy(remedies.toArray(String[]::new));
        }

        private String before(Statement statement) {
            return soFar(statement.ordinal() - 1);
        }

        /** {@code statements} of this script had run, though perhaps not for good. */
        private String soFar(int statements) {
            String ran = ran(statements);
            String held;
            if (number > 0) {
                held = number + " of " + scripts.size() + " migrations had run, up to "
                        + scripts.get(number - 1).name() + (ran.isEmpty() ? "" : ", and " + ran + " of this one");
            } else {
                held = ran.isEmpty() ? "nothing was there yet" : ran + " had run";
            }
            return held + "; " + thrownAway();
        }

        private static String ran(int statements) {
            return switch (statements) {
                case 0 -> "";
                case 1 -> "statement 1";
                default -> "statements 1 to " + statements;
            };
        }

        /** What a dump of another version can hold and psql would go on after; what is said about it instead of failing. */
        Optional<String> excuse(Statement statement, SqlFailure failure) {
            if (statement.startsWith("set")
                    && failure.sqlState().equals("42704")
                    && failure.message().startsWith("unrecognized configuration parameter")) {
                return Optional.of(statement.shown() + " was passed over: " + where.name() + " has no such setting");
            }
            if (statement.startsWith("create", "schema", "public")
                    && failure.sqlState().equals("42P06")) {
                return Optional.of("CREATE SCHEMA public was passed over: it exists from the start");
            }
            return Optional.empty();
        }

        /** Refuses what would change more of the user's server than the database that was made there. */
        void refuseServerWide(Statement statement) {
            boolean mapping = statement.startsWith("create", "user", "mapping")
                    || statement.startsWith("alter", "user", "mapping")
                    || statement.startsWith("drop", "user", "mapping");
            if (mapping || SERVER_WIDE.stream().noneMatch(statement::startsWith)) {
                return;
            }
            throw Problem.of(
                            ProblemId.SHADOW_SERVER_WIDE,
                            script.name() + " changes what all databases of a server share, and shadow.url is a server"
                                    + " of yours")
                    .at(place(statement.start()))
                    .excerpt(script.script().source().excerpt(statement.start()))
                    .state(soFar(0))
                    .remedy(
                            "remove shadow.url from plumb.yml: the embedded PostgreSQL is thrown away as a whole",
                            "or keep such statements out of the migrations, and run them on each server by hand")
                    .exception();
        }

        private Problem extension(String extension, SqlFailure failure, Statement statement) {
            Map<String, String> others = missingLater();
            others.remove(extension);
            StringBuilder later = new StringBuilder();
            others.forEach((name, place) -> later.append(later.isEmpty() ? "; later ones need " : ", ")
                    .append(name)
                    .append(" (")
                    .append(place)
                    .append(")"));
            String names = others.isEmpty() ? extension : extension + ", " + String.join(", ", others.keySet());
            return Problem.of(
                            ProblemId.SHADOW_EXTENSION_MISSING,
                            script.name() + " creates the extension " + extension + ", which " + where.name()
                                    + " does not have" + later)
                    .at(place(statement.start()))
                    .excerpt(excerpt(failure, statement))
                    .state(before(statement))
                    .remedy(
                            where.throwaway()
                                    ? "replay on a server that has " + names + ", in plumb.yml: shadow: {url:"
                                            + " postgres://USER@HOST:5432/postgres}"
                                    : "install " + names + " on the server of shadow.url",
                            "a database is made there for each run and dropped afterwards");
        }

        /** Extensions that this script and those after it create and the server does not have, each with its first place. */
        private Map<String, String> missingLater() {
            Map<String, String> missing = new LinkedHashMap<>();
            try {
                Set<String> there = new HashSet<>(
                        session.query("SELECT name FROM pg_available_extensions", row -> row.getString(1)));
                for (ReplayScript later : scripts.subList(number, scripts.size())) {
                    for (Statement statement : later.script().statements()) {
                        created(statement).filter(name -> !there.contains(name)).ifPresent(name -> {
                            Position at = statement.start();
                            missing.putIfAbsent(name, later.file() + ":" + at.line() + ":" + at.column());
                        });
                    }
                }
            } catch (SQLException | ProblemException e) {
                // What was found so far is worth telling; the one that failed is known anyway.
                return missing;
            }
            return missing;
        }

        private Optional<String> missingExtension(Statement statement, SqlFailure failure) {
            Optional<String> extension = failure.missingExtension();
            if (extension.isPresent()) {
                return extension;
            }
            // Its control file is there and its library is not.
            return failure.sqlState().equals("58P01") ? created(statement) : Optional.empty();
        }

        private static Optional<String> created(Statement statement) {
            if (!statement.startsWith("create", "extension")) {
                return Optional.empty();
            }
            int name = statement.startsWith("create", "extension", "if", "not") ? 5 : 2;
            Tokens tokens = statement.tokens();
            if (!tokens.has(name)) {
                return Optional.empty();
            }
            String text = tokens.get(name).text();
            return Optional.of(
                    text.startsWith("\"") ? text.substring(1, text.length() - 1) : text.toLowerCase(Locale.ROOT));
        }

        private Position at(SqlFailure failure, Statement statement) {
            return failure.position() > 0 ? statement.position(failure.position()) : statement.start();
        }

        private String place(Position at) {
            return script.file() + ":" + at.line() + ":" + at.column();
        }

        private List<String> excerpt(SqlFailure failure, Statement statement) {
            List<String> lines = new ArrayList<>(script.script().source().excerpt(at(failure, statement)));
            lines.addAll(failure.lines());
            return lines;
        }
    }
}
