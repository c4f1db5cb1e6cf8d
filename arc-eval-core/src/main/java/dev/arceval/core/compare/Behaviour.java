package dev.arceval.core.compare;

import dev.arceval.eval.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What runs did, as one row of figures for each unit: the same columns on both sides.
 *
 * @param components what the columns stand for
 * @param baseline rows before; with pairs, row {@code i} of both sides is the same unit
 * @param current rows now
 * @param isPaired whether rows belong together
 * @param baselineRuns runs behind the rows before
 * @param currentRuns runs behind the rows now
 */
record Behaviour(
        List<Component> components,
        double[][] baseline,
        double[][] current,
        boolean isPaired,
        long baselineRuns,
        long currentRuns) {

    /** What fewer units show is too rare to tell a shift from chance. */
    private static final int FEWEST_UNITS = 5;

    /** Of each kind, those that most units show are looked at. */
    private static final int MOST_OF_A_KIND = 48;

    /** What a column stands for. */
    record Component(String metric, Cause.Kind kind, String name, String unit, long key) {

        static final long LENGTH = 1;
        static final long REFUSAL = 2;

        boolean isRatio() {
            return kind == Cause.Kind.ANSWER && key == LENGTH;
        }
    }

    static Behaviour of(Sides sides, Design design, ComparisonOptions options) {
        boolean paired = design.kind() == Design.Kind.PAIRED;
        SortedMap<Long, Unit> before = units(sides.baselineCells(), paired);
        SortedMap<Long, Unit> after = units(sides.currentCells(), paired);
        if (paired) {
            before.keySet().retainAll(after.keySet());
            after.keySet().retainAll(before.keySet());
        }
        List<Component> components = components(before, after, sides, options);
        double[][] rowsBefore = rows(before.values(), components);
        double[][] rowsAfter = rows(after.values(), components);
        return new Behaviour(
                components,
                paired ? byCluster(before, rowsBefore) : rowsBefore,
                paired ? byCluster(before, rowsAfter) : rowsAfter,
                paired,
                runs(before.values()),
                runs(after.values()));
    }

    private static long runs(Collection<Unit> units) {
        return units.stream().mapToLong(unit -> unit.sums.runs()).sum();
    }

    /** The runs of a cluster, or with pairs of an input. */
    private static final class Unit {
        private final long cluster;
        private final TraitSums sums = new TraitSums();
        private final Map<Long, Long> patterns = new HashMap<>();

        Unit(long cluster) {
            this.cluster = cluster;
        }

        void add(Cells.Cell cell) {
            TraitSums traits = cell.tally().traits();
            sums.merge(traits);
            patterns.merge(cell.key().stratum(), traits.runs(), Long::sum);
        }

        double value(Component component) {
            return switch (component.kind) {
                case ANSWER ->
                    component.key == Component.LENGTH
                            ? mean(sums.logLength(), sums.answers())
                            : mean(sums.refusals(), sums.answers());
                case PATTERN -> mean(patterns.getOrDefault(component.key, 0L), sums.runs());
                default -> mean(sums.count(component.key), sums.runs());
            };
        }

        private static double mean(double sum, long count) {
            return count == 0 ? 0 : sum / count;
        }
    }

    private static SortedMap<Long, Unit> units(Cells cells, boolean byInput) {
        SortedMap<Long, Unit> units = new TreeMap<>();
        for (Cells.Cell cell : cells.all()) {
            long key = byInput ? cell.key().pair() : cell.key().cluster();
            if (cell.tally().traits().runs() > 0 && !(byInput && key == RunKeys.NO_PAIR)) {
                units.computeIfAbsent(key, any -> new Unit(cell.key().cluster()))
                        .add(cell);
            }
        }
        return units;
    }

    private static List<Component> components(
            SortedMap<Long, Unit> before, SortedMap<Long, Unit> after, Sides sides, ComparisonOptions options) {
        Map<Long, Integer> support = new HashMap<>();
        Map<Long, Integer> patterns = new HashMap<>();
        for (SortedMap<Long, Unit> side : List.of(before, after)) {
            for (Unit unit : side.values()) {
                for (long key : unit.sums.keys()) {
                    support.merge(key, 1, Integer::sum);
                }
                unit.patterns.keySet().forEach(key -> patterns.merge(key, 1, Integer::sum));
            }
        }
        List<Component> components = new ArrayList<>();
        components.addAll(traits(Cause.Kind.TOOL, "tools", "calls per run", support, sides, options));
        components.addAll(traits(Cause.Kind.STEP, "paths", "times per run", support, sides, options));
        components.addAll(patterns(patterns, sides, options));
        if (options.includes("length") && isAnswered(before) && isAnswered(after)) {
            components.add(new Component("length", Cause.Kind.ANSWER, "length", "characters", Component.LENGTH));
            components.add(new Component("length", Cause.Kind.ANSWER, "refusals", "share of runs", Component.REFUSAL));
        }
        return components;
    }

    private static List<Component> traits(
            Cause.Kind kind,
            String metric,
            String unit,
            Map<Long, Integer> support,
            Sides sides,
            ComparisonOptions options) {
        if (!options.includes(metric)) {
            return List.of();
        }
        List<Component> found = new ArrayList<>();
        for (long key : frequent(support)) {
            Traits.Trait before = sides.baseline().traits().trait(key);
            Traits.Trait trait = before == null ? sides.current().traits().trait(key) : before;
            if (trait != null && trait.kind() == kind && found.size() < MOST_OF_A_KIND) {
                found.add(new Component(metric, kind, trait.name(), unit, key));
            }
        }
        return found;
    }

    private static List<Component> patterns(Map<Long, Integer> support, Sides sides, ComparisonOptions options) {
        if (!options.includes("paths")) {
            return List.of();
        }
        Map<Long, String> names = new HashMap<>();
        sides.strata()
                .forEach(
                        stratum -> names.put(stratum.key().hash(), stratum.key().id()));
        List<Component> found = new ArrayList<>();
        for (long key : frequent(support)) {
            String name = names.get(key);
            if (name != null && names.size() > 1 && found.size() < MOST_OF_A_KIND) {
                found.add(new Component("paths", Cause.Kind.PATTERN, name, "share of runs", key));
            }
        }
        return found;
    }

    /** The keys that enough units show, those that most show first. */
    private static List<Long> frequent(Map<Long, Integer> support) {
        return support.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_UNITS)
                .sorted(Comparator.comparingInt((Map.Entry<Long, Integer> entry) -> -entry.getValue())
                        .thenComparingLong(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isAnswered(SortedMap<Long, Unit> units) {
        return !units.isEmpty() && units.values().stream().allMatch(unit -> unit.sums.answers() > 0);
    }

    private static double[][] rows(Iterable<Unit> units, List<Component> components) {
        List<double[]> rows = new ArrayList<>();
        for (Unit unit : units) {
            rows.add(components.stream().mapToDouble(unit::value).toArray());
        }
        return rows.toArray(double[][]::new);
    }

    /** Inputs of one task are one unit: their mean. */
    private static double[][] byCluster(SortedMap<Long, Unit> units, double[][] rows) {
        Map<Long, Integer> next = new HashMap<>();
        int[] clusterOf = new int[rows.length];
        int i = 0;
        for (Unit unit : units.values()) {
            Integer known = next.get(unit.cluster);
            clusterOf[i] = known == null ? next.size() : known;
            next.putIfAbsent(unit.cluster, clusterOf[i++]);
        }
        double[][] means = new double[next.size()][rows.length == 0 ? 0 : rows[0].length];
        int[] sizes = new int[means.length];
        for (int row = 0; row < rows.length; row++) {
            int cluster = clusterOf[row];
            sizes[cluster]++;
            for (int j = 0; j < rows[row].length; j++) {
                means[cluster][j] += (rows[row][j] - means[cluster][j]) / sizes[cluster];
            }
        }
        return means;
    }

    /** Returns the columns of one metric. */
    int[] columns(String metric) {
        return IntStream.range(0, components.size())
                .filter(j -> components.get(j).metric().equals(metric))
                .toArray();
    }

    /** Returns the same units with the columns of one metric. */
    Behaviour only(String metric) {
        int[] columns = columns(metric);
        return new Behaviour(
                Arrays.stream(columns).mapToObj(components::get).toList(),
                only(columns, baseline),
                only(columns, current),
                isPaired,
                baselineRuns,
                currentRuns);
    }

    private static double[][] only(int[] columns, double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(columns).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }
}
