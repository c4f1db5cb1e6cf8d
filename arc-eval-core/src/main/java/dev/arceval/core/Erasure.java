package dev.arceval.core;

import dev.arceval.Baselines;
import dev.arceval.eval.Baseline;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes traces from a store, and says where else they are. */
final class Erasure {

    private Erasure() {}

    /** @param home the directory that baselines are kept in; absent if nothing outlives the process */
    static Deletion of(TraceStore store, TraceQuery query, @Nullable Path home) {
        if (query.matchesEverything()) {
            throw new IllegalArgumentException("delete needs a condition: a trace, a conversation, a user");
        }
        Deletion deletion = store.delete(query);
        Set<String> gone = new HashSet<>(deletion.traceIds());
        query.traceId().filter(id -> !deletion.held().contains(id)).ifPresent(gone::add);
        return home == null || gone.isEmpty() ? deletion : deletion.withUnreached(baselines(home, gone));
    }

    /** Runs set aside under a name are there to stay as they are, so they are named and not changed. */
    private static List<Deletion.Copy> baselines(Path home, Set<String> gone) {
        Baselines baselines = new BaselinesDoor(home);
        List<Deletion.Copy> found = new ArrayList<>();
        for (Baseline baseline : baselines.list()) {
            List<String> held = baselines.runs(baseline.name()).stream()
                    .map(Trace::traceId)
                    .filter(gone::contains)
                    .toList();
            if (!held.isEmpty()) {
                found.add(new Deletion.Copy("baseline " + baseline.name(), "", held));
            }
        }
        return found;
    }
}
