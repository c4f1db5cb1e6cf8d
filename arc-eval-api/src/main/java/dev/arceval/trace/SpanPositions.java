package dev.arceval.trace;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each span of a trace stands, by its id: a table of numbers, at a fraction of a map's time and memory. Ids chosen to
 * share a place in it go to a map, which copes with them.
 */
final class SpanPositions {

    /** Ids as they are drawn hardly ever need more in a table half full. */
    private static final int MOST_PROBES = 32;

    private final Span[] spans;

    /** Positions plus one, by hash, or in the next free place. */
    private final int[] table;

    private Map<String, Integer> crowded = Map.of();

    private SpanPositions(Span[] spans) {
        this.spans = spans;
        this.table = new int[Integer.highestOneBit(spans.length) * 4];
    }

    /** Returns the positions; null if an id comes twice. */
    static @Nullable SpanPositions of(Span[] spans) {
        SpanPositions positions = new SpanPositions(spans);
        for (int i = 0; i < spans.length; i++) {
            if (!positions.add(spans[i].spanId(), i)) {
                return null;
            }
        }
        return positions;
    }

    /** Returns the position of each span's parent, -1 where it is not in the trace. */
    int[] parents() {
        int[] parents = new int[spans.length];
        String before = "";
        int positionBefore = -1;
        for (int i = 0; i < parents.length; i++) {
            String parent = spans[i].parentIdOrNull();
            if (parent == null) {
                parents[i] = -1;
                continue;
            }
            // Siblings often come together.
            if (!parent.equals(before)) {
                before = parent;
                positionBefore = position(parent);
            }
            parents[i] = positionBefore;
        }
        return parents;
    }

    /** Returns false if the id is there already. */
    private boolean add(String id, int position) {
        int place = place(id);
        for (int probe = 0; probe < MOST_PROBES; probe++) {
            int other = table[place];
            if (other == 0) {
                table[place] = position + 1;
                return true;
            }
            if (spans[other - 1].spanId().equals(id)) {
                return false;
            }
            place = place + 1 & table.length - 1;
        }
        if (crowded.isEmpty()) {
            crowded = new HashMap<>();
        }
        return crowded.put(id, position) == null;
    }

    private int position(String id) {
        int place = place(id);
        for (int probe = 0; probe < MOST_PROBES; probe++) {
            int other = table[place];
            if (other == 0) {
                return -1;
            }
            if (spans[other - 1].spanId().equals(id)) {
                return other - 1;
            }
            place = place + 1 & table.length - 1;
        }
        return crowded.getOrDefault(id, -1);
    }

    private int place(String id) {
        // Multiplied by the golden ratio, so that ids that differ in their end only do not stand together.
        return (id.hashCode() * 0x9E3779B9 >>> 8) & table.length - 1;
    }
}
