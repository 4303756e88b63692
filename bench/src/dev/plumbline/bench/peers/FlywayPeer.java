package dev.plumbline.bench.peers;

import org.flywaydb.core.Flyway;

/** Flyway with its default settings. */
public final class FlywayPeer {
    private FlywayPeer() {}

    /** {@code apply|status URL USER PASSWORD DIRECTORY COUNT}. */
    public static void main(String[] args) {
        Flyway flyway = Flyway.configure()
                .dataSource(args[1], args[2], args[3])
                .locations("filesystem:" + args[4])
                .load();
        if (args[0].equals("apply")) {
            flyway.migrate();
            return;
        }
        int applied = flyway.info().applied().length;
        if (applied < Integer.parseInt(args[5])) {
            throw new IllegalStateException(applied + " migrations are applied");
        }
    }
}
