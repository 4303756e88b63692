package dev.plumbline.migrate;

import java.util.List;
import java.util.Optional;

/** What a run would do, without doing it. */
public record Preview(Direction direction, List<Planned> migrations, Optional<String> schemaVersion) {

    /** One migration, cut as it would run. {@code path} is its script. */
    public record Planned(String version, String slug, String path, List<Part> parts) {
        public Planned {
            parts = List.copyOf(parts);
        }
    }

    /** Statements that commit together, or one that runs outside of transactions. */
    public record Part(boolean transaction, List<String> statements) {
        public Part {
            statements = List.copyOf(statements);
        }
    }

    public Preview {
        migrations = List.copyOf(migrations);
    }

    static Preview of(Direction direction, List<ScriptTask> tasks, Optional<String> schemaVersion) {
        return new Preview(direction, tasks.stream().map(Preview::planned).toList(), schemaVersion);
    }

    private static Planned planned(ScriptTask task) {
        List<Part> parts = Resume.remaining(task).stream()
                .map(segment -> new Part(
                        segment instanceof Segment.Transaction,
                        segment.statements().stream()
                                .map(dev.plumbline.sql.Statement::shown)
                                .toList()))
                .toList();
        return new Planned(
                task.migration().version().text(),
                task.migration().slug(),
                task.text().file().path().toString(),
                parts);
    }
}
