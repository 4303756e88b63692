package dev.plumbline.migrate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application_name of a runner's session: tells another runner whether the process behind a backend still lives. */
public final class RunnerName {
    private static final Pattern FORM = Pattern.compile("plumb/(\\d+)-([0-9a-f]{6})@(\\S+) (\\w+)");
    private static final String HOST = host();
    private static final String PLACE = place();

    private RunnerName() {}

    /** The name of this process while it runs {@code command}; at most 63 bytes, as the server would cut it. */
    public static String of(String command) {
        String head = "plumb/" + ProcessHandle.current().pid() + "-" + PLACE + "@";
        String tail = " " + command;
        int room = 63 - head.length() - tail.length();
        return head + (HOST.length() > room ? HOST.substring(0, room) : HOST) + tail;
    }

    /** Whether the name is that of a runner of this machine whose process is gone. */
    static boolean isDead(String applicationName) {
        Matcher name = FORM.matcher(applicationName);
        return name.matches()
                && name.group(2).equals(PLACE)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /** {@code plumb apply, process 12 on host}, or the name itself where it is not a runner's. */
    static String describe(String applicationName) {
        Matcher name = FORM.matcher(applicationName);
        return name.matches()
                ? "plumb " + name.group(4) + ", process " + name.group(1) + " on " + name.group(3)
                : applicationName.isEmpty() ? "an unnamed session" : applicationName;
    }

    /** The command of that session with more time to wait; empty where the command takes none. */
    static String patient(String applicationName) {
        Matcher name = FORM.matcher(applicationName);
        return name.matches() && List.of("apply", "rollback").contains(name.group(4))
                ? "plumb " + name.group(4) + " --wait 30m"
                : "";
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            String ascii = name.replaceAll("[^A-Za-z0-9._-]", "_");
            return ascii.isEmpty() ? "localhost" : ascii;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Process ids mean something only within one pid namespace: containers of one host name may differ in it. */
    private static String place() {
        String namespace = "";
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "none";
        }
        int hash = java.util.Arrays.hashCode((HOST + "\0" + namespace).getBytes(StandardCharsets.UTF_8));
        return String.format("%06x", hash & 0xFFFFFF);
    }
}
