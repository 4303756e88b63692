package dev.plumbline;

import java.util.List;

/**
 * What a check saw.
 *
 * @param id       of the rule: stable, and what {@code plumb explain} takes
 * @param message  one sentence: what it is, with the names found, and what it does to whom
 * @param places   where; the first is the one to mend
 * @param excerpt  the source's line with carets below it; may be empty
 * @param remedies what to do, each a command to paste, SQL to write, or a short instruction
 * @param fixable  whether {@code plumb lint --fix} does it
 */
public record Finding(
        String id,
        Severity severity,
        String message,
        List<Place> places,
        List<String> excerpt,
        List<String> remedies,
        boolean fixable) {
    public Finding {
        places = List.copyOf(places);
        excerpt = List.copyOf(excerpt);
        remedies = List.copyOf(remedies);
    }
}
