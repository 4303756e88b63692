package dev.plumbline.rehearse;

import dev.plumbline.db.Session;
import dev.plumbline.db.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary files of a session's statements. The server tells of each when it is deleted, in its log and to the session that wrote it
 * (PostgreSQL 18 manual, log_temp_files); only superusers can ask for that.
 */
final class TemporaryFiles {
    /** Its words are told apart by, so they must not be translated. */
    private static final String SETTINGS =
            "SET lc_messages = 'C'; SET log_temp_files = 0; SET client_min_messages = log; ";

    private static final Pattern FILE = Pattern.compile("LOG: temporary file: path \".*\", size (\\d+)");

    private final boolean told;
    private long bytes;

    private TemporaryFiles(boolean told) {
        this.told = told;
    }

    /** As far as the user of a session may have it told. */
    static TemporaryFiles of(Session session) throws SQLException {
        try {
            session.execute(SETTINGS + "RESET client_min_messages; RESET log_temp_files; RESET lc_messages");
            return new TemporaryFiles(true);
        } catch (SQLException e) {
            if (!SqlFailure.of(e).sqlState().equals("42501")) {
                throw e;
            }
            return new TemporaryFiles(false);
        }
    }

    boolean areTold() {
        return told;
    }

    String settings() {
        return told ? SETTINGS : "";
    }

    /** Adds up those among the notices; returns the notices that the session would have had anyway. */
    List<String> take(List<String> notices) {
        if (!told) {
            return notices;
        }
        List<String> rest = new ArrayList<>();
        for (String notice : notices) {
            Matcher file = FILE.matcher(notice);
            if (file.matches()) {
                bytes += Long.parseLong(file.group(1));
            } else if (!notice.startsWith("LOG: ")) {
                rest.add(notice);
            }
        }
        return rest;
    }

    /** The bytes since this was asked last. */
    OptionalLong sum() {
        long sum = bytes;
        bytes = 0;
        return told ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
