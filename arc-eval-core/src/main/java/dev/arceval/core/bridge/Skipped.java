package dev.arceval.core.bridge;

import java.util.Map;
import java.util.TreeMap;

/** Counts what did not come across, by what it was. */
final class Skipped {

    private final Map<String, Integer> counts = new TreeMap<>();

    void note(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
