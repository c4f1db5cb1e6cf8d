package dev.arceval.core.mine;

import dev.arceval.core.stats.DesignEffect;
import dev.arceval.core.stats.Estimate;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.ProportionTest;
import dev.arceval.core.stats.StratifiedProportionTest;
import dev.arceval.core.stats.StratifiedProportionTest.Stratum;
import dev.arceval.core.stats.WestfallYoung;
import dev.arceval.eval.PatternReport.Part;
import dev.arceval.eval.PatternReport.Separator;
import dev.arceval.eval.PatternReport.Suspect;
import dev.arceval.eval.PatternReport.WithinTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What goes with failing: sequences of steps tested for all at once, then one told from another, and parts ranked.
 *
 * <p>Of sequences that the same runs show the longest is tested. What is significant is accepted from the clearest on. Of two
 * whose runs overlap, one explains the other if that does not go with failing among runs with and without the first
 * (Cochran–Mantel–Haenszel), and does so less than the first given the other; what is explained is left out. So is in the end
 * what says nothing among runs that are the same in all others that are listed: two steps that occur in several of them.
 */
final class Separators {

    private static final double ALPHA = 0.05;
    private static final double CONFIDENCE = 0.95;
    /** Many pairs are looked at, so what is said beyond another sequence must be clear. */
    private static final double OWN_ALPHA = 0.01;
    /** Below this share of the smaller set two sets of runs are different things. */
    private static final double OVERLAP = 0.5;
    /** With fewer tasks that can tell, a comparison within tasks proves nothing. */
    private static final int FEWEST_TASKS = 10;

    private static final int MOST_SEPARATORS = 50;
    private static final int MOST_SUSPECTS = 30;
    private static final int EXAMPLES = 3;
    private static final int PATTERNS = 5;

    private final RunTable table;
    private final long[] failed;
    private final List<RunTable.Row> tested;
    private final WestfallYoung.Result result;

    Separators(RunTable table, long seed) {
        this.table = table;
        this.failed = table.failed();
        this.tested = closed(table.rows());
        long[] clusters = table.runs().stream().mapToLong(SampledRun::cluster).toArray();
        this.result = WestfallYoung.test(tested.stream().map(RunTable.Row::bits).toList(), failed, clusters, seed);
    }

    /** Returns how many different sequences were tested. */
    int tested() {
        return tested.size();
    }

    /** Returns what is significant, whether or not another one says it already. */
    List<Separator> significant() {
        return byEvidence()
                .filter(i -> result.pAdjusted()[i] <= ALPHA)
                .map(i -> separator(i, ALPHA))
                .toList();
    }

    /** Returns what is significant and not explained by another one, the clearest first. */
    List<Separator> separators() {
        List<Integer> significant =
                byEvidence().filter(i -> result.pAdjusted()[i] <= ALPHA).toList();
        List<Integer> accepted = new ArrayList<>();
        significant.forEach(i -> {
            if (accepted.size() < MOST_SEPARATORS && accepted.stream().noneMatch(known -> explains(known, i))) {
                accepted.removeIf(known -> explains(i, known));
                accepted.add(i);
            }
        });
        leaveOutExplained(accepted, ALPHA / Math.max(1, significant.size()));
        double alpha = ALPHA / Math.max(1, accepted.size());
        return accepted.stream().map(i -> separator(i, alpha)).toList();
    }

    /** Returns single parts by their likeness to the failed runs. */
    List<Suspect> suspects() {
        Map<Integer, List<Integer>> bySet = new HashMap<>();
        for (int i = 0; i < tested.size(); i++) {
            bySet.computeIfAbsent(Arrays.hashCode(tested.get(i).bits()), hash -> new ArrayList<>())
                    .add(i);
        }
        return table.rows().stream()
                .flatMap(row -> suspect(row, bySet).stream())
                .sorted(Comparator.comparingDouble(Suspect::ochiai)
                        .reversed()
                        .thenComparing(Suspect::part)
                        .thenComparing(Suspect::name))
                .limit(MOST_SUSPECTS)
                .toList();
    }

    private Stream<Integer> byEvidence() {
        return IntStream.range(0, tested.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> result.p()[i])
                        .thenComparing(i -> -tested.get(i).detail())
                        .thenComparing(i -> String.join("\u001f", tested.get(i).steps())));
    }

    private static List<RunTable.Row> closed(List<RunTable.Row> rows) {
        Map<Integer, List<RunTable.Row>> bySet = new TreeMap<>();
        for (RunTable.Row row : rows) {
            List<RunTable.Row> same = bySet.computeIfAbsent(Arrays.hashCode(row.bits()), hash -> new ArrayList<>());
            int at = 0;
            while (at < same.size() && !Arrays.equals(same.get(at).bits(), row.bits())) {
                at++;
            }
            if (at == same.size()) {
                same.add(row);
            } else if (row.detail() > same.get(at).detail()) {
                same.set(at, row);
            }
        }
        return bySet.values().stream().flatMap(List::stream).toList();
    }

    /** Whether the second says nothing where the first is the same, and less than the other way round. */
    private boolean explains(int first, int second) {
        long[] one = tested.get(first).bits();
        long[] two = tested.get(second).bits();
        int common = WestfallYoung.common(one, two);
        if (common < OVERLAP * Math.min(WestfallYoung.count(one), WestfallYoung.count(two))) {
            return false;
        }
        double left = given(two, one);
        return left > OWN_ALPHA && left >= given(one, two);
    }

    /** Until each says something among runs that do not differ in any of the others; what is least clear goes first. */
    private void leaveOutExplained(List<Integer> accepted, double alpha) {
        int at = accepted.size() - 1;
        while (at >= 0) {
            if (ownEvidence(accepted, at) > alpha) {
                accepted.remove(at);
                at = accepted.size();
            }
            at--;
        }
    }

    /** The p-value of one of them among runs that are the same in all others. */
    private double ownEvidence(List<Integer> accepted, int one) {
        Map<Long, long[]> counts = new HashMap<>();
        for (int run = 0; run < table.runs().size(); run++) {
            long others = 0;
            for (int k = 0; k < accepted.size(); k++) {
                others |= k != one && has(tested.get(accepted.get(k)).bits(), run) ? 1L << k : 0;
            }
            long[] count = counts.computeIfAbsent(others, same -> new long[4]);
            int side = has(tested.get(accepted.get(one)).bits(), run) ? 2 : 0;
            count[side + 1]++;
            count[side] += has(failed, run) ? 1 : 0;
        }
        return p(counts.values().stream().map(Separators::stratum).toList());
    }

    /** The p-value of a property among runs that have another one, and among those that have not. */
    private double given(long[] property, long[] other) {
        return p(List.of(stratum(property, other, true), stratum(property, other, false)));
    }

    private static double p(List<Stratum> strata) {
        return StratifiedProportionTest.compare(strata, CONFIDENCE)
                .map(estimate -> estimate.p().greater())
                .orElse(1.0);
    }

    /** Failed and all runs without, failed and all with. */
    private static Stratum stratum(long[] count) {
        return new Stratum(new Proportion(count[0], count[1]), new Proportion(count[2], count[3]));
    }

    /** Failures with and without a property, among the runs of which another thing is so. */
    private Stratum stratum(long[] property, long[] given, boolean present) {
        long[] within = new long[given.length];
        for (int i = 0; i < given.length; i++) {
            within[i] = present ? given[i] : ~given[i] & all(i);
        }
        return new Stratum(failures(minus(within, property)), failures(and(within, property)));
    }

    private long all(int word) {
        int left = table.runs().size() - (word << 6);
        return left >= 64 ? -1L : (1L << left) - 1;
    }

    private Proportion failures(long[] runs) {
        return new Proportion(WestfallYoung.common(runs, failed), WestfallYoung.count(runs));
    }

    private static long[] and(long[] one, long[] two) {
        long[] both = one.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= two[i];
        }
        return both;
    }

    private static long[] minus(long[] one, long[] two) {
        long[] rest = one.clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] &= ~two[i];
        }
        return rest;
    }

    private Separator separator(int index, double alpha) {
        RunTable.Row row = tested.get(index);
        long[] all = new long[row.bits().length];
        for (int i = 0; i < all.length; i++) {
            all[i] = all(i);
        }
        Proportion with = failures(row.bits());
        Proportion without = failures(minus(all, row.bits()));
        Estimate difference = difference(row.bits(), without, with);
        List<Stratum> tasks = tasks(row.bits());
        Optional<Estimate> within = StratifiedProportionTest.compare(tasks, CONFIDENCE);
        return new Separator(
                row.steps(),
                with.trials(),
                with.events(),
                without.trials(),
                without.events(),
                difference.value(),
                Math.max(-1, difference.interval().lower()),
                Math.min(1, difference.interval().upper()),
                with.rate() / with.plus(without).rate(),
                ochiai(row.bits()),
                result.pAdjusted()[index],
                withinTask(tasks.size(), within, alpha),
                tasks.size(),
                within.map(estimate -> estimate.p().greater()).orElse(null),
                examples(row.bits()),
                patterns(row.bits()));
    }

    private static WithinTask withinTask(int tasks, Optional<Estimate> within, double alpha) {
        if (tasks < FEWEST_TASKS) {
            return WithinTask.NOT_ENOUGH_DATA;
        }
        return within.filter(estimate -> estimate.p().greater() <= alpha).isPresent()
                ? WithinTask.HOLDS
                : WithinTask.DOES_NOT_HOLD;
    }

    private double ochiai(long[] runs) {
        double size = (double) WestfallYoung.count(runs) * WestfallYoung.count(failed);
        return size == 0 ? 0 : WestfallYoung.common(runs, failed) / Math.sqrt(size);
    }

    /** With the width that repeated tasks leave. */
    private Estimate difference(long[] property, Proportion without, Proportion with) {
        Estimate independent = ProportionTest.compare(without, with, CONFIDENCE).orElseThrow();
        return DesignEffect.of(residuals(property, false, without.rate()), residuals(property, true, with.rate()))
                .map(effect -> effect.widen(independent, CONFIDENCE))
                .orElse(independent);
    }

    private List<DesignEffect.Cluster> residuals(long[] property, boolean present, double rate) {
        Map<Long, double[]> sums = new TreeMap<>();
        for (int i = 0; i < table.runs().size(); i++) {
            if (has(property, i) == present) {
                double residual = (has(failed, i) ? 1 : 0) - rate;
                double[] sum = sums.computeIfAbsent(table.runs().get(i).cluster(), cluster -> new double[3]);
                sum[0]++;
                sum[1] += residual;
                sum[2] += residual * residual;
            }
        }
        return sums.values().stream()
                .map(sum -> new DesignEffect.Cluster((long) sum[0], sum[1], sum[2]))
                .toList();
    }

    /** The tasks that have runs with and without the property, and that do not always end in the same way. */
    private List<Stratum> tasks(long[] property) {
        Map<Long, long[]> counts = new TreeMap<>();
        for (int i = 0; i < table.runs().size(); i++) {
            long[] count = counts.computeIfAbsent(table.runs().get(i).cluster(), cluster -> new long[4]);
            int side = has(property, i) ? 2 : 0;
            count[side + 1]++;
            count[side] += has(failed, i) ? 1 : 0;
        }
        return counts.values().stream()
                .map(Separators::stratum)
                .filter(stratum -> stratum.baseline().trials() > 0
                        && stratum.current().trials() > 0
                        && stratum.baseline().events() + stratum.current().events() > 0
                        && stratum.baseline().events() + stratum.current().events()
                                < stratum.baseline().trials()
                                        + stratum.current().trials())
                .toList();
    }

    private static boolean has(long[] set, int i) {
        return (set[i >> 6] >>> i & 1) == 1;
    }

    private List<String> examples(long[] property) {
        return failing(property).map(SampledRun::traceId).limit(EXAMPLES).toList();
    }

    private List<String> patterns(long[] property) {
        Map<Long, Long> failures = new TreeMap<>();
        failing(property).forEach(run -> failures.merge(run.structure(), 1L, Long::sum));
        return failures.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Long::compareUnsigned)))
                .limit(PATTERNS)
                .map(entry -> Signature.id(entry.getKey()))
                .toList();
    }

    private Stream<SampledRun> failing(long[] property) {
        long[] both = and(property, failed);
        return IntStream.range(0, table.runs().size()).filter(i -> has(both, i)).mapToObj(table.runs()::get);
    }

    private Optional<Suspect> suspect(RunTable.Row row, Map<Integer, List<Integer>> bySet) {
        Part part = row.part();
        if (part == null) {
            return Optional.empty();
        }
        Proportion with = failures(row.bits());
        Double p = bySet.getOrDefault(Arrays.hashCode(row.bits()), List.of()).stream()
                .filter(i -> Arrays.equals(tested.get(i).bits(), row.bits()))
                .map(i -> result.pAdjusted()[i])
                .findFirst()
                .orElse(null);
        return Optional.of(new Suspect(part, row.steps().get(0), with.trials(), with.events(), ochiai(row.bits()), p));
    }
}
