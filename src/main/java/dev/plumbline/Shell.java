package dev.plumbline;

import java.nio.file.Path;

/** Words of the commands that a {@link Problem}'s remedies consist of. */
public final class Shell {
    private Shell() {}

    /** A path as it can be pasted into a shell: in quotes where that would read something else. */
    public static String word(Path path) {
        return word(path.toString());
    }

    /** As {@link #word(Path)}, for any word. */
    public static String word(String text) {
        return text.matches("[\\p{L}\\p{N}_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
