package dev.arceval.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The receipt of a deletion: what was removed, and what could not be.
 *
 * @param traceIds the traces that were removed, in alphabetical order
 * @param held traces that matched and stay because they are on legal hold, in alphabetical order
 * @param removed how many entries were removed from each part of the store, by the part's name
 * @param unreached copies outside of the store that hold, or may hold, what was removed
 * @since 0.1
 */
public record Deletion(List<String> traceIds, List<String> held, Map<String, Long> removed, List<Copy> unreached) {

    public Deletion {
        traceIds = traceIds.stream().sorted().toList();
        held = held.stream().sorted().toList();
        removed = Collections.unmodifiableMap(new TreeMap<>(removed));
        unreached = List.copyOf(unreached);
    }

    /** Returns this receipt with further copies that were not reached. */
    public Deletion withUnreached(List<Copy> further) {
        List<Copy> all = new ArrayList<>(unreached);
        all.addAll(further);
        return new Deletion(traceIds, held, removed, all);
    }

    /**
     * Something outside of the store that was made from traces.
     *
     * @param where what it is, such as {@code dataset support-smoke} or a file
     * @param item the part of it, such as a case's id; empty for the whole
     * @param traceIds the traces it was made from; empty if that was not noted, so any may be in it
     */
    public record Copy(String where, String item, List<String> traceIds) {

        public Copy {
            traceIds = List.copyOf(traceIds);
        }
    }
}
