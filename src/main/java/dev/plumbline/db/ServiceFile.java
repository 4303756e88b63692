package dev.plumbline.db;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A connection service file, found and read as libpq does (PostgreSQL 18 manual, 32.17). */
final class ServiceFile {
    /** Where packages put what {@code pg_config --sysconfdir} prints: Debian's, Red Hat's, and PostgreSQL's own. */
    private static final List<String> SYSTEM =
            List.of("/etc/postgresql-common", "/etc/sysconfig/pgsql", "/usr/local/pgsql/etc");

    private static final String NAME = "pg_service.conf";

    private ServiceFile() {}

    /**
     * The parameters of a service, by libpq's names.
     *
     * @param named the file that the URL names; empty where it names none
     * @throws dev.plumbline.ProblemException {@code url-invalid}: no file has the service, or the file cannot be understood
     */
    static Map<String, String> parameters(String service, String named, Map<String, String> environment) {
        List<Path> places = places(named, environment);
        for (Path file : places) {
            Optional<Map<String, String>> found = read(file, service);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw Problem.of(ProblemId.URL_INVALID, "there is no service \"" + service + "\"")
                .at(places.stream()
                        .map(file -> file + (Files.exists(file) ? "" : ": no such file"))
                        .toArray(String[]::new))
                .state("nothing was changed")
                .remedy("add [" + service + "] with host=, dbname= and user= below it to " + places.getFirst())
                .exception();
    }

    private static List<Path> places(String named, Map<String, String> environment) {
        List<Path> places = new ArrayList<>();
        String own = named.isEmpty() ? environment.getOrDefault("PGSERVICEFILE", "") : named;
        places.add(own.isEmpty() ? ConnectionSpec.home(environment).resolve("." + NAME) : Path.of(own));
        String system = environment.getOrDefault("PGSYSCONFDIR", "");
        if (!system.isEmpty()) {
            places.add(Path.of(system, NAME));
        } else {
            SYSTEM.stream()
                    .map(directory -> Path.of(directory, NAME))
                    .filter(Files::exists)
                    .forEach(places::add);
        }
        return places;
    }

    private static Optional<Map<String, String>> read(Path file, String service) {
        List<String> lines;
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Problem.of(ProblemId.URL_INVALID, "the service file cannot be read: " + e.getMessage())
                    .at(file.toString())
                    .state("nothing was changed")
                    .remedy("ls -l " + file)
                    .exception(e);
        }
        Map<String, String> parameters = new TreeMap<>();
        boolean inService = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (inService) {
                    break;
                }
                inService = line.equals("[" + service + "]");
            } else if (inService) {
                int equals = line.indexOf('=');
                String name = equals < 0 ? "" : line.substring(0, equals);
                if (equals < 1 || name.equals("service") || !ConnectionSpec.isParameter(name)) {
                    // The line is not shown: it may hold a password.
                    throw Problem.of(
                                    ProblemId.URL_INVALID,
                                    "a line of service \"" + service + "\" is not a parameter of libpq's and its value")
                            .at(file + ":" + (i + 1))
                            .state("nothing was changed")
                            .remedy("write it as host=db.example, without blanks around the =")
                            .exception();
                }
                parameters.putIfAbsent(name, line.substring(equals + 1));
            }
        }
        return inService || !parameters.isEmpty() ? Optional.of(parameters) : Optional.empty();
    }
}
