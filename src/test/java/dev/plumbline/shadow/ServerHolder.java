package dev.plumbline.shadow;

import dev.plumbline.shadow.EmbeddedServer.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that starts as many servers as its argument says, prints the directory of each, and ends without closing
 * them when its standard input does.
 */
final class ServerHolder {
    private ServerHolder() {}

    public static void main(String[] args) throws IOException {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            EmbeddedServer server = EmbeddedServer.start(Options.throwaway());
            System.out.println(server.dataDirectory().getParent());
        }
        System.in.transferTo(System.out);
    }

    /** A process that shares this one's class path; {@code properties} such as {@code -Djava.io.tmpdir=…}. */
    static ProcessBuilder process(Path cache, int servers, String... properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(properties));
        command.addAll(List.of(ServerHolder.class.getName(), Integer.toString(servers)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(Place.VARIABLE, cache.toString());
        return builder;
    }
}
