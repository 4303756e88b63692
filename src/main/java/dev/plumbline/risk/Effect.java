package dev.plumbline.risk;

import dev.plumbline.model.QualifiedName;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a statement does to relations that were there before it and that others use.
 *
 * @param locks    the strongest mode that each is locked in
 * @param rewrites tables whose rows are all written anew
 * @param scans    tables whose rows are all read, without being rewritten or indexed
 * @param builds   tables for which an index is built, or built anew
 * @param unsure   tables that may be rewritten, scanned or indexed, and what that depends on
 */
public record Effect(
        SortedMap<QualifiedName, LockMode> locks,
        SortedSet<QualifiedName> rewrites,
        SortedSet<QualifiedName> scans,
        SortedSet<QualifiedName> builds,
        SortedMap<QualifiedName, String> unsure) {
    /** Nothing. */
    public static final Effect NONE = new Effect(Map.of(), Set.of(), Set.of(), Set.of(), Map.of());

    public Effect {
        locks = Collections.unmodifiableSortedMap(new TreeMap<>(locks));
        rewrites = Collections.unmodifiableSortedSet(new TreeSet<>(rewrites));
        scans = Collections.unmodifiableSortedSet(new TreeSet<>(scans));
        builds = Collections.unmodifiableSortedSet(new TreeSet<>(builds));
        unsure = Collections.unmodifiableSortedMap(new TreeMap<>(unsure));
    }

    public Effect(
            Map<QualifiedName, LockMode> locks,
            Set<QualifiedName> rewrites,
            Set<QualifiedName> scans,
            Set<QualifiedName> builds,
            Map<QualifiedName, String> unsure) {
        this(
                new TreeMap<>(locks),
                new TreeSet<>(rewrites),
                new TreeSet<>(scans),
                new TreeSet<>(builds),
                new TreeMap<>(unsure));
    }
}
