package dev.plumbline.cli;

import dev.plumbline.ProblemException;
import dev.plumbline.shadow.EmbeddedServer;
import java.time.Duration;
import java.util.Optional;

/** Which PostgreSQL the files are for: that of the database they will run on, since an older one lacks what a newer one writes. */
final class TargetVersion {
    /** A server that is not there must not hold up a command that could do without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TargetVersion() {}

    /**
     * Asks the database that {@code --url}, the environment or plumb.yml names for its major version; empty where none is named, or
     * where the configuration says what the shadow is.
     *
     * @throws ProblemException where {@code --url} names one that cannot be asked; for any other a note says so
     */
    static Optional<Integer> ask(Surroundings surroundings, String command) {
        if (surroundings.config().shadow().version().isPresent()
                || surroundings.shadowServer(command).isPresent()) {
            return Optional.empty();
        }
        Optional<Surroundings.Named> named =
                surroundings.named().filter(it -> !it.url().equals("embedded"));
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(surroundings.database(named.get().url(), command).serverMajor(PATIENCE));
        } catch (ProblemException e) {
            if (named.get().place().equals(Surroundings.TYPED)) {
                throw e;
            }
            surroundings.remark("note: the database of " + named.get().place() + " could not be asked for its version ("
                    + e.problem().what() + "); PostgreSQL "
                    + EmbeddedServer.majors().getLast()
                    + " is used; say shadow.version in plumb.yml where that is not the right one");
            return Optional.empty();
        }
    }
}
