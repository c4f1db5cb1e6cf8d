package dev.arceval.eval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a monitor stands. It may be asked for after every run: looking often makes no false alarm likelier.
 *
 * @param verdict {@link Verdict#REGRESSION} while any alert is open; {@link Verdict#NO_REGRESSION} if every metric's overall
 *     upper bound lies below its margin; else {@link Verdict#INCONCLUSIVE}
 * @param findings each metric watched, overall first; intervals and p-values hold at all times together, and
 *     {@code nCurrent} counts since the start or the last resolution
 * @param open the latest word on each open alert
 * @param history what was said so far, oldest first; of more than 1,000 the latest
 * @param runs runs seen
 * @param from start of the first run seen, by the time of the traces; absent before the first
 * @param to start of the latest run seen
 * @param notes what the reader must know: the unit, what was left out and why
 * @since 0.1
 */
public record MonitorReport(
        Verdict verdict,
        List<Finding> findings,
        List<Alert> open,
        List<Alert> history,
        long runs,
        @Nullable Instant from,
        @Nullable Instant to,
        List<String> notes)
        implements Report {

    public MonitorReport {
        findings = List.copyOf(findings);
        open = List.copyOf(open);
        history = List.copyOf(history);
        notes = List.copyOf(notes);
    }
}
