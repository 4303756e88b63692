package dev.plumbline.source.replay;

import dev.plumbline.db.ConnectionSpec;
import dev.plumbline.db.Database;
import dev.plumbline.migrate.PlaceholderValues;
import dev.plumbline.migrate.layout.MigrationDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that replays the directory of its first argument, and then holds the shadow until it is killed. */
final class ReplayHolder {
    private ReplayHolder() {}

    public static void main(String[] args) throws InterruptedException {
        Optional<Database> server =
                Optional.of(args[1]).filter(url -> !url.isEmpty()).map(ReplayHolder::database);
        Replayer.Shadows shadows = new Replayer.Shadows(server, 18, List.of(), Optional.empty());
        System.out.println("replaying");
        try (Replayed replayed = new Replayer(shadows, System.out::println)
                .migrations(
                        MigrationDirectory.read(Path.of(args[0]), Optional.empty()), PlaceholderValues.NONE, "plumb")) {
            System.out.println("replayed " + replayed.restored());
            Thread.sleep(Duration.ofMinutes(2));
        }
    }

    static Database database(String url) {
        return new Database(
                ConnectionSpec.parse(url, Map.of()),
                "plumb test",
                Optional.empty(),
                Duration.ofSeconds(5),
                Optional.empty());
    }

    /** {@code server} is empty for an embedded one. */
    static ProcessBuilder process(Path cache, Path directory, String server) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReplayHolder.class.getName(), directory.toString(), server));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PLUMB_CACHE", cache.toString());
        return builder;
    }
}
