package dev.plumbline.sql;

import java.util.Arrays;

/** Hands out one string for the many times that a short token is repeated: a dump names its table in every row. */
final class WordCache {
    private static final int LONGEST = 24;

    private final String[] slots = new String[1024];

    WordCache() {
        Arrays.fill(slots, "");
    }

    String substring(String text, int start, int end) {
        if (end - start > LONGEST) {
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
