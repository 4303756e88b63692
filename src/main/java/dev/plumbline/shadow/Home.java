package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What all servers of this process have in common; found, or made, when the first one starts. */
record Home(Launch launch, Binaries binaries, Template template, Runs runs) {
    private static final Object LOCK = new Object();
    private static @Nullable Home shared;

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
        Path root = place.root();
        try {
            Cache cache = new Cache(root);
            Binaries binaries = Binaries.in(cache, place.launch(), Binaries.platform());
            Template template = Template.of(binaries, cache, place.launch());
            return new Home(place.launch(), binaries, template, Runs.begin(cache));
        } catch (IOException e) {
            throw Place.unwritable(root, e).exception(e);
        }
    }
}
