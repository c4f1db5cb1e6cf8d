package dev.arceval.core.compare;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs counted by cluster, input and stratum, for the tests that respect repetition. Not thread-safe.
 *
 * <p>Bounded: of more than {@value #MAX_CELLS} cells those with the smallest keys stay. A key starts with the cluster's
 * hash, so what stays is a random sample of whole clusters, the same clusters on both sides and on every machine. A
 * key once dropped can never come back, because the largest key kept only falls: so the result depends neither on the
 * order nor on the split of the runs. About 300 bytes a cell, and as much for each amount and evaluation.
 */
final class CellTable {

    static final int MAX_CELLS = 16_384;

    private final TreeMap<Key, Tally> cells = new TreeMap<>();
    private final int maxCells;
    private final TraitTable traits;
    private boolean truncated;

    CellTable(TraitTable traits) {
        this(MAX_CELLS, traits);
    }

    CellTable(int maxCells, TraitTable traits) {
        this.maxCells = maxCells;
        this.traits = traits;
    }

    /** Where a run belongs; all three are hashes. */
    record Key(long cluster, long pair, long stratum) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byCluster = Long.compare(cluster, other.cluster);
            int byPair = byCluster != 0 ? byCluster : Long.compare(pair, other.pair);
            return byPair != 0 ? byPair : Long.compare(stratum, other.stratum);
        }
    }

    void add(Key key, RunFacts run) {
        Tally tally = slot(key);
        if (tally != null) {
            tally.add(run);
            if (run.ending() == RunFacts.Ending.COMPLETED) {
                tally.addTraits(run.traits(), traits);
            }
        }
    }

    void merge(CellTable other) {
        truncated |= other.truncated;
        other.cells.forEach((key, tally) -> {
            Tally mine = slot(key);
            if (mine != null) {
                mine.merge(tally);
            }
        });
    }

    boolean isTruncated() {
        return truncated;
    }

    /** Returns the first cluster that may be incomplete; all smaller ones are complete. */
    long end() {
        return truncated ? cells.lastKey().cluster() : Long.MAX_VALUE;
    }

    /** Returns the cells of the clusters before {@code end}. */
    SortedMap<Key, Tally> before(long end) {
        return end == Long.MAX_VALUE ? cells : cells.headMap(new Key(end, Long.MIN_VALUE, Long.MIN_VALUE));
    }

    private @Nullable Tally slot(Key key) {
        Tally known = cells.get(key);
        if (known != null) {
            return known;
        }
        if (cells.size() >= maxCells) {
            truncated = true;
            Map.Entry<Key, Tally> last = cells.lastEntry();
            if (key.compareTo(last.getKey()) > 0) {
                return null;
            }
            cells.remove(last.getKey());
        }
        Tally fresh = new Tally();
        cells.put(key, fresh);
        return fresh;
    }
}
