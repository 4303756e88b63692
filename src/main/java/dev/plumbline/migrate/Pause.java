package dev.plumbline.migrate;

import dev.plumbline.Problem;
import dev.plumbline.ProblemId;

/** Waiting, in small portions, for something that another process does. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemId.INTERRUPTED, "interrupted while waiting")
                    .state("nothing was running")
                    .remedy("run the same command again")
                    .exception(e);
        }
    }
}
