package dev.plumbline.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the ledger: one script that was run, or marked as run.
 *
 * @param id          order of the ledger
 * @param identity    which migration; see {@code Migration.identity}
 * @param rawChecksum SHA-256 of the file's bytes
 * @param checksum    of its canonical tokens, made by version {@code canonicaliser} of that procedure
 * @param statements  how many statements the script has
 * @param author      operating system user and host, or what {@code PLUMB_AUTHOR} says
 * @param duration    from its first statement to the last commit; of all attempts at steps together
 * @param error       the server's message where it failed; else empty
 * @param steps       progress of a script that is not one transaction; empty for the others
 */
public record Run(
        long id,
        String identity,
        String version,
        String slug,
        Direction direction,
        Result result,
        String rawChecksum,
        String checksum,
        int canonicaliser,
        int statements,
        String author,
        String toolVersion,
        Instant startedAt,
        Duration duration,
        String error,
        List<Step> steps) {

    /** How it ended. */
    public enum Result {
        /** Steps are under way, or were when the runner died. */
        RUNNING,
        DONE,
        FAILED,
        /** Marked by {@code plumb resolve}. */
        RESOLVED,
        /** Marked by {@code plumb baseline}. */
        BASELINE,
        /** Given up in favour of a later line, by {@code plumb resolve}. */
        ABANDONED;

        /** As the ledger writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of a script that was committed by itself.
     *
     * @param ordinal      1-based
     * @param first        1-based ordinal of its first statement in the script; {@code last} of its last
     * @param alone        whether it ran outside of a transaction
     * @param statement    the statement's text where it ran alone; else empty
     * @param checksums    of its statements
     * @param pid          backend that ran it; {@code backendStart} is when that backend began, as the server writes it
     * @param before       what the catalog held, as the kind of statement needs it
     * @param searchPath   the setting of the session that ran it, by which its names are found again
     */
    public record Step(
            int ordinal,
            int first,
            int last,
            boolean alone,
            State state,
            String statement,
            List<String> checksums,
            int pid,
            String backendStart,
            String before,
            String searchPath) {

        /** An intended step was begun; whether it ended only the catalog knows. */
        public enum State {
            INTENDED,
            DONE,
            FAILED;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    public Run {
        steps = List.copyOf(steps);
    }

    /** The same line with those steps. */
    Run with(List<Step> itsSteps) {
        return new Run(
                id,
                identity,
                version,
                slug,
                direction,
                result,
                rawChecksum,
                checksum,
                canonicaliser,
                statements,
                author,
                toolVersion,
                startedAt,
                duration,
                error,
                itsSteps);
    }

    /** Version and slug, as messages name a migration. */
    String name() {
        return slug.isEmpty() ? version : version + " " + slug;
    }

    /** Whether something of it is in the database, or may be. */
    boolean hasProgress() {
        return steps.stream().anyMatch(step -> step.state() != Step.State.FAILED);
    }

    /** How many statements of the script are known to be done. */
    public int statementsDone() {
        return steps.stream()
                .filter(step -> step.state() == Step.State.DONE)
                .mapToInt(Step::last)
                .max()
                .orElse(0);
    }

    /** The step that was begun and whose end is not recorded. */
    Optional<Step> intended() {
        return steps.stream()
                .filter(step -> step.state() == Step.State.INTENDED)
                .findFirst();
    }
}
