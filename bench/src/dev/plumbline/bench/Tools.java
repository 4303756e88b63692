package dev.plumbline.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tools that are there on this machine, and a word about those that are not. */
final class Tools {
    private final Path home;
    private final Migrations migrations;
    private final List<Tool> present = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    Tools(Path home, Migrations migrations) {
        this.home = home;
        this.migrations = migrations;
        present.add(plumb());
        if (onPath("psql")) {
            present.add(psql());
        } else {
            absent.add("psql: not on the PATH (Debian: postgresql-client), so there is nothing to compare with");
        }
        present.add(library(
                "Flyway",
                "FlywayPeer",
                "flyway",
                "SELECT count(*) FROM flyway_schema_history WHERE success AND type = 'SQL'"));
        present.add(library(
                "Liquibase",
                "LiquibasePeer",
                "liquibase",
                "SELECT count(*) FROM databasechangelog WHERE exectype = 'EXECUTED'"));
        Path dbmate = home.resolve("target/bench/npm/node_modules/@dbmate/linux-x64/bin/dbmate");
        if (Files.isExecutable(dbmate)) {
            present.add(dbmate(dbmate));
        } else {
            absent.add("dbmate: its package could not be had from npm");
        }
    }

    List<Tool> present() {
        return present;
    }

    List<String> absent() {
        return absent;
    }

    List<String> version() {
        return List.of(launcher(), "--version");
    }

    private String launcher() {
        return home.resolve("plumb").toString();
    }

    private Tool plumb() {
        String directory = migrations.of("plumb").toString();
        return new Tool(
                Bench.PLUMB,
                target -> List.of(launcher(), "apply", "--url", target.url(), directory),
                Optional.of(target -> List.of(launcher(), "status", "--exit-code", "--url", target.url(), directory)),
                Optional.of("SELECT count(DISTINCT identity) FROM plumb.migration_run WHERE result = 'done'"));
    }

    private Tool psql() {
        return new Tool(
                Bench.PSQL,
                target -> List.of(
                        "psql",
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-f",
                        migrations.script().toString(),
                        target.url()),
                Optional.empty(),
                Optional.empty());
    }

    /** A library in a Java process of its own, with the JVM's default settings, as the tool's own command starts it. */
    private Tool library(String name, String main, String directory, String ledger) {
        Path work = home.resolve("target/bench");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classpath = work.resolve("peers") + ":" + work.resolve("lib") + "/*";
        return new Tool(
                name,
                target -> peer(java, classpath, main, "apply", directory, target),
                Optional.of(target -> peer(java, classpath, main, "status", directory, target)),
                Optional.of(ledger));
    }

    private List<String> peer(
            String java, String classpath, String main, String verb, String directory, Tool.Target target) {
        return List.of(
                java,
                "-cp",
                classpath,
                "dev.plumbline.bench.peers." + main,
                verb,
                target.jdbcUrl(),
                target.user(),
                target.password(),
                migrations.of(directory).toString(),
                Integer.toString(migrations.count()));
    }

    private Tool dbmate(Path binary) {
        List<String> common =
                List.of("--migrations-dir", migrations.of("dbmate").toString(), "--no-dump-schema");
        return new Tool(
                "dbmate",
                target -> command(binary, common, target, "migrate"),
                Optional.of(target -> command(binary, common, target, "status", "--exit-code")),
                Optional.of("SELECT count(*) FROM schema_migrations"));
    }

    private static List<String> command(Path binary, List<String> common, Tool.Target target, String... verb) {
        List<String> all = new ArrayList<>(List.of(binary.toString(), "--url", target.url() + "?sslmode=disable"));
        all.addAll(common);
        all.addAll(Arrays.asList(verb));
        return all;
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
