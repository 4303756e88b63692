package dev.plumbline.sql;

import java.util.Arrays;

/**
 * Hands out one string for the many times that a short token is repeated: a dump names its table in every row. In ordinary
 * files looking for a repetition costs more than it saves, so only large texts are given a cache.
 */
final class WordCache {
    private static final int LONGEST = 24;

    private static final int LARGE = 1 << 20;

    private final String[] slots;

    WordCache(String text) {
        slots = new String[text.length() < LARGE ? 0 : 1024];
        Arrays.fill(slots, "");
    }

    String substring(String text, int start, int end) {
        if (slots.length == 0 || end - start > LONGEST) {
            return text.substring(start, end);
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        int slot = (hash ^ (hash >>> 10)) & (slots.length - 1);
        String cached = slots[slot];
        if (cached.length() == end - start && text.startsWith(cached, start)) {
            return cached;
        }
        String fresh = text.substring(start, end);
        slots[slot] = fresh;
        return fresh;
    }
}
