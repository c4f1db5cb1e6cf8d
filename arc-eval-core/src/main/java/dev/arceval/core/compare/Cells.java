package dev.arceval.core.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cells of one side that are complete on both sides: the evidence about repetition. */
final class Cells {

    private final List<Cell> all = new ArrayList<>();
    private final Map<Long, List<Cell>> byStratum = new HashMap<>();
    private final SortedMap<Long, InputRuns> inputs = new TreeMap<>();
    private final long runs;
    private final long clusters;

    private Cells(SortedMap<CellTable.Key, Tally> cells) {
        cells.forEach((key, tally) -> {
            Cell cell = new Cell(key, tally);
            all.add(cell);
            byStratum
                    .computeIfAbsent(key.stratum(), stratum -> new ArrayList<>())
                    .add(cell);
            if (key.pair() != RunKeys.NO_PAIR) {
                inputs.computeIfAbsent(key.pair(), pair -> new InputRuns(key.cluster(), new ArrayList<>(1)))
                        .tallies
                        .add(tally);
            }
        });
        runs = all.stream().mapToLong(cell -> cell.tally.runs()).sum();
        clusters = all.stream().mapToLong(cell -> cell.key.cluster()).distinct().count();
    }

    /** Returns the cells of the clusters before {@code end}. */
    static Cells before(long end, CellTable table) {
        return new Cells(table.before(end));
    }

    /** The runs of one cluster, input and stratum. */
    record Cell(CellTable.Key key, Tally tally) {}

    /**
     * The runs of one input.
     *
     * @param cluster the one it belongs to; of several, the smallest
     * @param tallies one for each stratum
     */
    record InputRuns(long cluster, List<Tally> tallies) {}

    /** An input and the cluster it belongs to, in the order of both. */
    record Input(long cluster, long pair) implements Comparable<Input> {

        @Override
        public int compareTo(Input other) {
            int byCluster = Long.compare(cluster, other.cluster);
            return byCluster != 0 ? byCluster : Long.compare(pair, other.pair);
        }
    }

    /** Returns all cells in the order of their keys. */
    List<Cell> all() {
        return all;
    }

    /** Returns the cells of a stratum in the order of their keys. */
    List<Cell> of(StratumTable.Key stratum) {
        return byStratum.getOrDefault(stratum.hash(), List.of());
    }

    long runs() {
        return runs;
    }

    long clusters() {
        return clusters;
    }

    /** Returns the inputs by their key, with the runs of each; runs without a known input are left out. */
    SortedMap<Long, InputRuns> inputs() {
        return inputs;
    }
}
