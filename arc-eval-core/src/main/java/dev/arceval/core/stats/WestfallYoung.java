package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which of many properties go with an event: Fisher's exact test for each, adjusted for all by permutation.
 *
 * <p>Hypothesis of a property: units that have it show the event no more often than others. The adjusted p-value is that of the
 * step-down min-p method, so the probability that any property is falsely named is at most the level, however the properties
 * overlap, with far more power than a bound for their number would leave.
 *
 * <p>Units of one block resemble each other, as repeated runs of a task do. So events are not dealt to units one by one: whole
 * blocks trade their events with blocks of the same size, and then the events are shuffled inside each block. Where no unit
 * repeats, that is the free permutation; where everything is one block, it is a comparison inside the block. Were blocks of
 * nearly the same size to trade, the events of one would be cut and spread over two, which would make chance look smaller than
 * it is; as it is, the level is exact whatever the sizes, and a block of a size of its own only tells within itself.
 *
 * <p>Costs {@value #PERMUTATIONS} times the size of the rows in 64-bit words where anything is near a level; where nothing is, the
 * permutations end as soon as that is certain. Sources: P. H. Westfall, S. S. Young,
 * Resampling-Based Multiple Testing (1993), algorithm 2.8; A. Terada et al., "Fast Westfall–Young permutation procedure for
 * combinatorial regulation discovery", IEEE BIBM (2013); J. Besag, P. Clifford, "Sequential Monte Carlo p-values", Biometrika 78
 * (1991) for the end.
 */
public final class WestfallYoung {

    /** The error of an adjusted p-value of 0.05 is then 0.007. */
    private static final int PERMUTATIONS = 1_000;

    /** Reached so often, the least p-value is about 0.1 or more, and no permutation that is left brings it to a level. */
    private static final int ENOUGH = 100;

    /** Tables of permuted probabilities end there. */
    private static final double NEGLIGIBLE = 1e-30;

    /** Floating-point sums of equal tables may differ by this. */
    private static final double TIE = 1 + 1e-9;

    private final int units;
    private final int events;
    private final double[] logFactorials;
    private final Map<Integer, Tail> tails = new HashMap<>();

    private WestfallYoung(int units, int events) {
        this.units = units;
        this.events = events;
        this.logFactorials = new double[units + 1];
        for (int i = 2; i <= units; i++) {
            logFactorials[i] = logFactorials[i - 1] + StrictMath.log(i);
        }
    }

    /**
     * The p-values, in the order of the properties.
     *
     * @param p of the property alone, one-sided
     * @param pAdjusted for all of them
     */
    public record Result(double[] p, double[] pAdjusted) {}

    /**
     * Tests the properties.
     *
     * @param rows for each property the set of units that have it, unit {@code i} being bit {@code i % 64} of word {@code i / 64}
     * @param events the set of units that show the event
     * @param blocks for each unit the block it belongs to, any number
     * @param seed of the permutations
     */
    public static Result test(List<long[]> rows, long[] events, long[] blocks, long seed) {
        WestfallYoung test = new WestfallYoung(blocks.length, count(events));
        Tail[] tails = rows.stream().map(row -> test.tail(count(row))).toArray(Tail[]::new);
        double[] p = new double[rows.size()];
        double[] seen = new double[rows.size()];
        for (int i = 0; i < p.length; i++) {
            int shared = common(rows.get(i), events);
            p[i] = test.exactTail(count(rows.get(i)), shared);
            // Where blocks find no partner, permutations reach what was seen: it is cut off as theirs is.
            seen[i] = tails[i].of(shared);
        }
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] reached = new int[p.length];
        Dealing dealing = new Dealing(events, blocks);
        int permutations = 0;
        while (permutations < PERMUTATIONS && p.length > 0 && reached[0] < ENOUGH) {
            long[] dealt = dealing.deal(Seeds.random(seed, "westfall-young", permutations++));
            double least = 1;
            for (int k = order.length - 1; k >= 0; k--) {
                int i = order[k];
                least = Math.min(least, tails[i].of(common(rows.get(i), dealt)));
                reached[k] += least <= seen[i] * TIE ? 1 : 0;
            }
        }
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int k = 0; k < order.length; k++) {
            most = Math.max(most, (reached[k] + 1.0) / (permutations + 1.0));
            adjusted[order[k]] = most;
        }
        return new Result(p, adjusted);
    }

    /** Returns how many units are in both sets. */
    public static int common(long[] one, long[] other) {
        int count = 0;
        for (int i = 0; i < one.length; i++) {
            count += Long.bitCount(one[i] & other[i]);
        }
        return count;
    }

    /** Returns how many units are in the set. */
    public static int count(long[] set) {
        return common(set, set);
    }

    /** The upper tail of the hypergeometric distribution for one row size; above the first entries the tail is negligible. */
    private record Tail(int from, double[] values) {

        double of(int shared) {
            if (shared < from) {
                return 1;
            }
            return values.length == 0 ? 1 : values[Math.min(shared - from, values.length - 1)];
        }
    }

    private Tail tail(int size) {
        return tails.computeIfAbsent(size, this::newTail);
    }

    private Tail newTail(int size) {
        int from = (int) ((long) size * events / units) + 1;
        int most = Math.min(size, events);
        List<Double> masses = new ArrayList<>();
        for (int shared = from; shared <= most; shared++) {
            double mass = mass(size, shared);
            masses.add(mass);
            if (mass < NEGLIGIBLE) {
                break;
            }
        }
        double[] values = new double[masses.size()];
        double sum = 0;
        for (int i = values.length - 1; i >= 0; i--) {
            sum += masses.get(i);
            values[i] = Math.min(1, sum);
        }
        return new Tail(from, values);
    }

    private double exactTail(int size, int shared) {
        Tail tail = tail(size);
        if (shared < tail.from + tail.values.length) {
            return tail.of(shared);
        }
        double sum = 0;
        for (int k = Math.min(size, events); k >= shared; k--) {
            sum += mass(size, k);
        }
        return sum;
    }

    private double mass(int size, int shared) {
        if (shared < Math.max(0, size + events - units) || shared > Math.min(size, events)) {
            return 0;
        }
        return StrictMath.exp(choose(events, shared) + choose(units - events, size - shared) - choose(units, size));
    }

    private double choose(int n, int k) {
        return logFactorials[n] - logFactorials[k] - logFactorials[n - k];
    }

    /** Deals the events out anew, block by block. */
    private static final class Dealing {

        private final boolean[] shows;
        private final int words;
        /** For each size its blocks, and in each its units. */
        private final List<int[][]> sameSize = new ArrayList<>();

        Dealing(long[] events, long[] blocks) {
            this.words = events.length;
            this.shows = new boolean[blocks.length];
            // In order of their first unit: what a block is called must not matter.
            Map<Long, List<Integer>> byBlock = new LinkedHashMap<>();
            for (int i = 0; i < blocks.length; i++) {
                shows[i] = (events[i >> 6] >>> i & 1) == 1;
                byBlock.computeIfAbsent(blocks[i], block -> new ArrayList<>()).add(i);
            }
            Map<Integer, List<int[]>> bySize = new TreeMap<>();
            byBlock.values()
                    .forEach(members -> bySize.computeIfAbsent(members.size(), size -> new ArrayList<>())
                            .add(members.stream().mapToInt(Integer::intValue).toArray()));
            bySize.values().forEach(members -> sameSize.add(members.toArray(int[][]::new)));
        }

        long[] deal(SplittableRandom random) {
            long[] dealt = new long[words];
            for (int[][] members : sameSize) {
                boolean[] pile = pile(members, random);
                int next = 0;
                for (int[] block : members) {
                    shuffle(pile, next, next + block.length, random);
                    for (int unit : block) {
                        dealt[unit >> 6] |= pile[next++] ? 1L << unit : 0;
                    }
                }
            }
            return dealt;
        }

        /** The events of all blocks, one block after another in random order. */
        private boolean[] pile(int[][] members, SplittableRandom random) {
            int[][] shuffled = members.clone();
            for (int i = shuffled.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int[] held = shuffled[i];
                shuffled[i] = shuffled[other];
                shuffled[other] = held;
            }
            boolean[] pile = new boolean
                    [Arrays.stream(members).mapToInt(block -> block.length).sum()];
            int next = 0;
            for (int[] block : shuffled) {
                for (int unit : block) {
                    pile[next++] = shows[unit];
                }
            }
            return pile;
        }

        private static void shuffle(boolean[] pile, int from, int to, SplittableRandom random) {
            for (int i = to - 1; i > from; i--) {
                int other = from + random.nextInt(i - from + 1);
                boolean held = pile[i];
                pile[i] = pile[other];
                pile[other] = held;
            }
        }
    }
}
