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
    private final long runs;
    private final long clusters;

    private Cells(SortedMap<CellTable.Key, Tally> cells) {
        cells.forEach((key, tally) -> {
            Cell cell = new Cell(key, tally);
            all.add(cell);
            byStratum
                    .computeIfAbsent(key.stratum(), stratum -> new ArrayList<>())
                    .add(cell);
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

    /** Returns the runs of each input, one tally for each stratum; runs without a known input are left out. */
    SortedMap<Input, List<Tally>> byInput() {
        SortedMap<Input, List<Tally>> inputs = new TreeMap<>();
        for (Cell cell : all) {
            if (cell.key.pair() != RunFacts.NO_PAIR) {
                inputs.computeIfAbsent(new Input(cell.key.cluster(), cell.key.pair()), input -> new ArrayList<>(1))
                        .add(cell.tally);
            }
        }
        return inputs;
    }
}
