package dev.plumbline.migrate.layout;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Words as part of a file name: {@code Add users email} becomes {@code add_users_email}. */
final class Slug {
    /** Leaves room in the 255 bytes of a file name for the longest version, prefix and suffix. Prisma allows 200 too. */
    private static final int LONGEST = 200;

    private Slug() {}

    static String normalise(String words) {
        if (words.contains("/") || words.contains("\\")) {
            throw invalid("\"%s\" is a path; a migration is named by words alone".formatted(words));
        }
        String slug = words.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "_")
                .replaceAll("^_|_$", "");
        if (slug.isEmpty()) {
            throw invalid("\"%s\" holds no letter or digit to name a migration by".formatted(words));
        }
        int length = slug.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw invalid("the name of the migration takes %d bytes; at most %d fit".formatted(length, LONGEST));
        }
        return slug;
    }

    private static ProblemException invalid(String what) {
        return Problem.of(ProblemId.SLUG_INVALID, what)
                .remedy("say in a few words what it changes, for example: plumb new add_users_email")
                .exception();
    }
}
