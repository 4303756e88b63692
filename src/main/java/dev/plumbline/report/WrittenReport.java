package dev.plumbline.report;

import java.util.List;

/** What {@code resolve} and {@code baseline} wrote into the ledger, or {@code new}, {@code plan} or {@code down} to disk. */
public final class WrittenReport {
    private WrittenReport() {}

    /** A line per change. */
    public static String text(List<String> changes) {
        return changes.isEmpty() ? "nothing to record\n" : String.join("\n", changes) + "\n";
    }

    /** As a JSON document, described by {@code mark}, {@code plan} and {@code down.schema.json} in {@code docs/schemas}. */
    public static String json(List<String> changes) {
        return Json.document(json -> Json.texts(json, "changes", changes));
    }
}
