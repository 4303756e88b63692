package dev.plumbline.shadow;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all servers of this process have in common; found, or made, when the first one starts. */
final class Home {
    private static final Object LOCK = new Object();
    private static @Nullable Home shared;

    private final Launch launch;
    private final Cache cache;
    private final Runs runs;
    private final Map<Integer, Installation> installations = new TreeMap<>();

    private Home(Launch launch, Cache cache, Runs runs) {
        this.launch = launch;
        this.cache = cache;
        this.runs = runs;
    }

    static Home shared() {
        synchronized (LOCK) {
            Home known = shared;
            if (known == null) {
                known = open();
                shared = known;
            }
            return known;
        }
    }

    private static Home open() {
        Place place = Place.find(System.getenv());
        try {
            Cache cache = new Cache(place.root());
            cache.sweep();
            return new Home(place.launch(), cache, Runs.begin(cache));
        } catch (IOException e) {
            throw Place.unwritable(place.root(), e).exception(e);
        }
    }

    Launch launch() {
        return launch;
    }

    Cache cache() {
        return cache;
    }

    Runs runs() {
        return runs;
    }

    /** Of a major version; {@code notes} hear of what takes long. */
    synchronized Installation installation(int major, Consumer<String> notes) {
        Installation known = installations.get(major);
        if (known == null) {
            try {
                Binaries binaries = Binaries.in(cache, launch, Binaries.platform(), major, notes);
                known = new Installation(binaries, Template.of(binaries, cache, launch));
            } catch (IOException e) {
                throw Place.unwritable(cache.root(), e).exception(e);
            }
            installations.put(major, known);
        }
        return known;
    }
}
