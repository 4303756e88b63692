package dev.plumbline.bench;

import dev.plumbline.db.Session;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What the times depend on. */
final class Machine {
    private static final List<String> SETTINGS =
            List.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size");

    private Machine() {}

    static void print(PrintStream out, Session server) throws SQLException {
        out.printf(
                Locale.ROOT,
                "machine: %d cores, %s %s, load average %.1f at the start%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.printf("java:    %s %s%n", System.getProperty("java.vendor"), System.getProperty("java.vm.version"));
        StringBuilder settings = new StringBuilder();
        for (String name : SETTINGS) {
            settings.append(", ")
                    .append(name)
                    .append(' ')
                    .append(server.text("SHOW " + name).orElse("?"));
        }
        out.printf(
                "server:  PostgreSQL %s%s%n", server.text("SHOW server_version").orElse("?"), settings);
    }
}
