package dev.plumbline.migrate.alone;

import java.util.List;

/** What the catalog says about a statement that was begun and whose end nobody recorded. */
public sealed interface Verdict {
    /** What was seen, as a sentence without its full stop. */
    String seen();

    /** It did its work; {@code finish} holds statements that complete it, usually none. */
    record Done(String seen, List<String> finish) implements Verdict {}

    /** It did not, or can be repeated without harm; {@code cleanup} holds statements that remove what it left. */
    record Redo(String seen, List<String> cleanup) implements Verdict {}

    /** The catalog cannot tell: a person must. */
    record Unknown(String seen) implements Verdict {}

    static Verdict done(String seen) {
        return new Done(seen, List.of());
    }

    static Verdict redo(String seen) {
        return new Redo(seen, List.of());
    }
}
