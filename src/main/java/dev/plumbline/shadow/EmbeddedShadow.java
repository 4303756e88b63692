package dev.plumbline.shadow;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A throwaway server for scripts that are replayed one after another. It starts from the state after as many of them as an earlier
 * replay has kept, and keeps states for later ones. Not thread-safe; any number of them can be open at a time.
 */
public final class EmbeddedShadow implements AutoCloseable {
    private final EmbeddedServer server;
    private final States states;
    private final String history;
    private final List<String> keys;
    private final int restored;
    private final String attachment;

    /** How many scripts this replay has in common with the last one of the same name. */
    private final int common;

    private final Consumer<String> notes;

    private EmbeddedShadow(
            EmbeddedServer server,
            States states,
            String history,
            List<String> keys,
            Found found,
            Consumer<String> notes) {
        this.server = server;
        this.states = states;
        this.history = history;
        this.keys = List.copyOf(keys);
        this.restored = found.attachment.isEmpty() ? 0 : found.scripts;
        this.attachment = found.attachment.orElse("");
        this.common = common(states.history(history), keys);
        this.notes = notes;
    }

    /** Which state was found, and what was kept with it. */
    private static final class Found {
        private int scripts;
        private Optional<String> attachment = Optional.empty();

        private void fill(Installation installation, States states, List<String> keys, Path run) throws IOException {
            for (scripts = keys.size(); scripts > 0; scripts--) {
                String key = keys.get(scripts - 1);
                attachment = states.has(key) ? states.restore(key, run) : Optional.empty();
                if (attachment.isPresent()) {
                    return;
                }
            }
            none(installation, run);
        }

        private static void none(Installation installation, Path run) throws IOException {
            Copy.of(installation.template().data(), run);
        }
    }

    /**
     * Starts a server.
     *
     * @param history names what is replayed, such as its directory, to find out what has changed since the last time
     * @param keys    for each script, in order, what names the state after it: all that it came from but the server
     * @param notes   hear of what takes long
     * @throws dev.plumbline.ProblemException as {@link EmbeddedServer#start}
     */
    public static EmbeddedShadow start(
            EmbeddedServer.Options options, String history, List<String> keys, Consumer<String> notes) {
        Home home = Home.shared();
        Installation installation = home.installation(options.major(), notes);
        States states = new States(home.cache(), scope(installation, options));
        Found found = new Found();
        EmbeddedServer server;
        try {
            server = EmbeddedServer.start(
                    home, installation, options, run -> found.fill(installation, states, keys, run));
        } catch (ProblemException e) {
            if (e.problem().id() != ProblemId.EMBEDDED_START_FAILED || found.attachment.isEmpty()) {
                throw e;
            }
            // The state is of no use, whatever befell it.
            states.discard(keys.get(found.scripts - 1));
            found.attachment = Optional.empty();
            server = EmbeddedServer.start(home, installation, options, run -> Found.none(installation, run));
        }
        return new EmbeddedShadow(server, states, history, keys, found, notes);
    }

    /** Everything that a state depends on beside the scripts. The password is the template's, and every state's. */
    private static String scope(Installation installation, EmbeddedServer.Options options) {
        return installation.binaries().key() + " " + installation.template().password() + " " + options;
    }

    private static int common(List<String> before, List<String> now) {
        int same = 0;
        while (same < before.size() && same < now.size() && before.get(same).equals(now.get(same))) {
            same++;
        }
        return same;
    }

    /** How many scripts are in it already. */
    public int restored() {
        return restored;
    }

    /** What was kept with the state that it started from; empty where it started from none. */
    public String attachment() {
        return attachment;
    }

    /**
     * Whether the state after so many scripts is worth keeping: that of all of them, and that before the first one that has changed
     * since the last replay, for it will change again.
     */
    public boolean wants(int scripts) {
        return scripts > restored && (scripts == keys.size() || scripts == common);
    }

    /**
     * Keeps the state after so many scripts, with {@code text}. The server is shut down and started again meanwhile: no session
     * survives. Where the state cannot be kept, {@code notes} hear of it, and all goes on.
     */
    public void keep(int scripts, String text) {
        try {
            server.atRest(data -> states.keep(keys.get(scripts - 1), data, text));
            if (scripts == keys.size()) {
                states.remember(history, keys);
            }
        } catch (IOException e) {
            notes.accept("the replayed state could not be kept for the next time: " + e.getMessage());
        }
    }

    /** Where it keeps its data, among others. */
    public Path keptIn() {
        return server.keptIn();
    }

    /** Why the server went down, as its log says. */
    public Optional<String> lastWords() {
        return server.lastWords();
    }

    public String url(String database) {
        return server.url(database);
    }

    /** Such as {@code 17.11}. */
    public String version() {
        return server.version();
    }

    /**
     * Closes it, and leaves its data to the next one that starts from the state after all scripts: spared the copying, it starts in
     * half the time. Only for a server on which nothing was written since.
     */
    public void closeUnchanged() {
        try {
            if (!keys.isEmpty()) {
                server.finish(data -> states.giveSpare(keys.getLast(), data));
            }
        } catch (IOException e) {
            notes.accept("the shadow could not be kept for the next time: " + e.getMessage());
        } finally {
            close();
        }
    }

    /** Stops the server and deletes its data. */
    @Override
    public void close() {
        server.close();
    }
}
