package dev.plumbline.sql;

/** Where an operator ends (PostgreSQL 18 manual, 4.1.3). */
final class Operators {
    private Operators() {}

    /** As many operator characters as there are, without a comment's start, and with a last + or - only where it may be. */
    static int end(String text, int start) {
        int end = start + 1;
        while (end < text.length() && Characters.isOperator(text.charAt(end)) && !startsComment(text, end)) {
            end++;
        }
        if (isSign(text.charAt(end - 1)) && !hasUncommonCharacter(text, start, end)) {
            while (end - start > 1 && isSign(text.charAt(end - 1))) {
                end--;
            }
        }
        return end;
    }

    private static boolean startsComment(String text, int i) {
        return text.startsWith("--", i) || text.startsWith("/*", i);
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    /** {@code =-} is two operators, {@code ?-} is one: only the characters that standard SQL has no use for tell them apart. */
    private static boolean hasUncommonCharacter(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if ("~!@#^&|`?%".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
