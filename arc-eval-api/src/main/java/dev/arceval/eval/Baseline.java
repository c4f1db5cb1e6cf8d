package dev.arceval.eval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs that were set aside under a name, and what they were made from.
 *
 * @param name what it is called
 * @param source where the runs came from, in words
 * @param runs how many
 * @param from start of the first, by the time of the traces
 * @param to start of the last; when the baseline was made, as far as the traces tell
 * @param agents the agents they are of
 * @param versions the versions they are of; empty if none is known
 * @param sha256 of the file that holds them
 * @param refreshed how often it was replaced by later runs
 * @since 0.1
 */
public record Baseline(
        String name,
        String source,
        long runs,
        @Nullable Instant from,
        @Nullable Instant to,
        List<String> agents,
        List<String> versions,
        String sha256,
        int refreshed) {

    public Baseline {
        agents = List.copyOf(agents);
        versions = List.copyOf(versions);
    }
}
