package dev.plumbline.sql;

/** Case as PostgreSQL folds it in a UTF-8 database: only A to Z have one, so {@code Ä} and {@code ä} stay different names. */
final class Ascii {
    private Ascii() {}

    static boolean equalIgnoringCase(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (lower(text.charAt(i)) != text.charAt(i)) {
                StringBuilder lower = new StringBuilder(text.length()).append(text, 0, i);
                for (int j = i; j < text.length(); j++) {
                    lower.append(lower(text.charAt(j)));
                }
                return lower.toString();
            }
        }
        return text;
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
