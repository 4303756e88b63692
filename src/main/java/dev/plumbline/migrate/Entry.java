package dev.plumbline.migrate;

import dev.plumbline.migrate.layout.Kind;
import dev.plumbline.migrate.layout.Migration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One migration as a directory and a database together know it.
 *
 * @param migration its files; empty where the ledger knows it and the directory does not
 * @param covered   whether Flyway's baseline script stands for it, so that it never runs by itself
 * @param remarks   what a person should know, in words, such as what changed
 */
public record Entry(
        String identity,
        String version,
        String slug,
        Optional<Migration> migration,
        State state,
        Set<Flag> flags,
        Optional<Run> applied,
        Optional<Run> open,
        Optional<Run> failed,
        boolean covered,
        List<String> remarks) {

    /** What is unusual about a migration. */
    public enum Flag {
        /** The file is no longer what was applied. */
        CHANGED,
        /** It was applied and its file is gone. */
        MISSING,
        /** It is pending and older than the newest applied one. */
        OUT_OF_ORDER,
        /** It has no way back. */
        IRREVERSIBLE;

        /** As JSON and text show it, such as {@code out-of-order}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Entry {
        flags = Set.copyOf(flags);
        remarks = List.copyOf(remarks);
    }

    /** Known also where the file is gone. */
    Kind kind() {
        return Kind.of(identity);
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }

    String name() {
        return slug.isEmpty() ? version : version + " " + slug;
    }
}
