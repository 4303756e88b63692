package dev.plumbline.rehearse;

import dev.plumbline.migrate.Round;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A migration that was rehearsed.
 *
 * @param applying    how long applying it took, without the measuring; empty where it failed
 * @param rollingBack how long rolling it back took; empty where it failed or was not tried
 * @param up          its statements, as they were applied first
 * @param down        the statements that rolled it back
 * @param findings    what is wrong with it
 * @param lost        what it loses and rolling it back does not bring back, such as {@code values of column public.users.mail}
 */
public record Rehearsed(
        Round round,
        Optional<Duration> applying,
        Optional<Duration> rollingBack,
        List<Measured> up,
        List<Measured> down,
        List<Finding> findings,
        List<String> lost) {
    public Rehearsed {
        up = List.copyOf(up);
        down = List.copyOf(down);
        findings = List.copyOf(findings);
        lost = List.copyOf(lost);
    }
}
