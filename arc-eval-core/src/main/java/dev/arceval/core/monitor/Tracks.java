package dev.arceval.core.monitor;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.RateEvidence;
import dev.arceval.eval.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Decides from a baseline what can be watched, and against which figures. */
final class Tracks {

    /** Fewer units say too little about what is usual. */
    static final int SMALLEST_BASELINE = 30;

    /** A pattern gets watches of its own from this many runs on. */
    private static final int SMALLEST_PATTERN = 50;

    /** Every watch costs all others some evidence. */
    private static final int MOST_PATTERNS = 20;

    private static final int MOST_EVALUATIONS = 20;

    /** Patterns beyond the most frequent ones would make the state large and say little. */
    private static final int MOST_STRATA = 500;

    /** A structure that occurs less often does not recur. */
    private static final int SMALLEST_STRATUM = 10;

    /** A p95 of fewer runs is mostly chance. */
    private static final int SMALLEST_TAIL = 100;

    /** The share of the error budget that may be lost because the baseline is an estimate. */
    private static final double BASELINE_SHARE = 0.1;

    /** The bound of a track that is not finished: it depends on how many there are. */
    private static final RateEvidence.Bound NO_BOUND = new RateEvidence.Bound(1);

    private final List<List<RunValues>> units;
    private final MonitorOptions options;
    private final Map<String, Long> runsByPattern = new TreeMap<>();
    private final Set<String> strata;
    private final boolean recurring;

    private Tracks(List<List<RunValues>> units, MonitorOptions options) {
        this.units = units;
        this.options = options;
        everyRun(run -> true).forEach(run -> runsByPattern.merge(run.pattern(), 1L, Long::sum));
        this.strata = Set.copyOf(frequent(runsByPattern, MOST_STRATA));
        this.recurring = mostRunsRecur();
    }

    /** Returns what to watch, overall first; empty if the baseline is too small for anything. */
    static List<Track> of(List<List<RunValues>> units, MonitorOptions options) {
        return new Tracks(units, options).build();
    }

    private List<Track> build() {
        List<Track> means = new ArrayList<>();
        List<RateTrack> rates = new ArrayList<>();
        addMean(means, "latency", Finding.OVERALL, new Quantity.Latency(), true);
        addMean(means, "tokens", Finding.OVERALL, new Quantity.Tokens(), true);
        addMean(means, "cost", Finding.OVERALL, new Quantity.Cost(), true);
        addRate(rates, "errors", Finding.OVERALL, new Question.Errors());
        addRate(rates, "aborts", Finding.OVERALL, new Question.Aborts());
        addTail(rates);
        addEvaluations(means, rates);
        for (String pattern : watchedPatterns()) {
            addMean(means, "latency", pattern, new Quantity.Latency(), true);
            addRate(rates, "errors", pattern, new Question.Errors());
        }
        List<Track> all = new ArrayList<>(means);
        double miss = options.alpha() * BASELINE_SHARE / Math.max(1, rates.size());
        for (RateTrack rate : rates) {
            all.add(new RateTrack(
                    rate.metric(),
                    rate.scope(),
                    rate.question(),
                    rate.baseline(),
                    new RateEvidence.Bound(rate.baseline().upperBound(miss)),
                    1 - BASELINE_SHARE,
                    rate.tolerance()));
        }
        // A stable sort: overall first, metrics in the order above.
        all.sort(Comparator.comparing(track -> !track.scope().equals(Finding.OVERALL)));
        return all;
    }

    private void addEvaluations(List<Track> means, List<RateTrack> rates) {
        Map<String, Long> labelled = new TreeMap<>();
        Map<String, Long> scored = new TreeMap<>();
        for (List<RunValues> unit : units) {
            for (RunValues run : unit) {
                run.failed().keySet().forEach(name -> labelled.merge(name, 1L, Long::sum));
                run.scores().keySet().forEach(name -> scored.merge(name, 1L, Long::sum));
            }
        }
        for (String name : frequent(labelled, MOST_EVALUATIONS)) {
            addRate(rates, "quality:" + name, Finding.OVERALL, new Question.Failed(name));
        }
        for (String name : frequent(scored, MOST_EVALUATIONS)) {
            if (!labelled.containsKey(name)) {
                boolean lowerIsBetter = options.lowerIsBetter().contains(name);
                addMean(means, "quality:" + name, Finding.OVERALL, new Quantity.Score(name), lowerIsBetter);
            }
        }
    }

    private void addRate(List<RateTrack> rates, String metric, String scope, Question question) {
        RateTrack track =
                new RateTrack(metric, scope, question, new RateEvidence(0, 0), NO_BOUND, 1, options.tolerance(metric));
        double events = 0;
        double asked = 0;
        for (List<RunValues> unit : units) {
            double[] sums = track.unit(unit);
            if (sums != null) {
                asked += sums[0];
                events += sums[1];
            }
        }
        if (asked >= SMALLEST_BASELINE) {
            RateEvidence baseline = new RateEvidence(Math.min(events, asked), asked);
            rates.add(new RateTrack(metric, scope, question, baseline, NO_BOUND, 1, track.tolerance()));
        }
    }

    /**
     * Slow runs are those beyond their pattern's own p95. Measured on the runs it was taken from, the share beyond is too small: the
     * expected share of new values beyond the k-th largest of n is k / (n + 1).
     */
    private void addTail(List<RateTrack> rates) {
        Map<String, LogHistogram> times = new TreeMap<>();
        everyRun(run -> true).forEach(run -> {
            Double ms = run.ms();
            if (ms != null) {
                times.computeIfAbsent(stratum(run), pattern -> new LogHistogram())
                        .add(ms);
            }
        });
        Map<String, Double> thresholds = new TreeMap<>();
        times.forEach((pattern, ms) -> {
            if (ms.count() >= SMALLEST_TAIL) {
                thresholds.put(pattern, ms.quantile(.95).orElseThrow());
            }
        });
        Question.Slow slow = new Question.Slow(thresholds);
        double events = thresholds.size();
        double asked = thresholds.size();
        for (RunValues run : everyRun(run -> true)) {
            Double event = slow.event(run);
            if (event != null) {
                asked++;
                events += event;
            }
        }
        if (asked > 0) {
            rates.add(new RateTrack(
                    "slow",
                    Finding.OVERALL,
                    slow,
                    new RateEvidence(events, asked),
                    NO_BOUND,
                    1,
                    options.tolerance("slow")));
        }
    }

    private void addMean(List<Track> means, String metric, String scope, Quantity quantity, boolean lowerIsBetter) {
        Map<String, double[]> found = new TreeMap<>();
        for (RunValues run :
                everyRun(run -> scope.equals(Finding.OVERALL) || run.pattern().equals(scope))) {
            Double value = quantity.value(run);
            if (value != null && (!recurring || strata.contains(run.pattern()))) {
                double[] sums = found.computeIfAbsent(stratum(run), pattern -> new double[2]);
                sums[0]++;
                sums[1] += value;
            }
        }
        List<MeanTrack.Stratum> known = new ArrayList<>();
        found.forEach((pattern, sums) -> known.add(new MeanTrack.Stratum(pattern, sums[0], sums[1] / sums[0])));
        double values = found.values().stream().mapToDouble(sums -> sums[0]).sum();
        double degrees = values - known.size();
        if (values < SMALLEST_BASELINE || degrees < 1) {
            return;
        }
        Track.Tolerance tolerance = options.tolerance(metric);
        MeanTrack plain = new MeanTrack(metric, scope, quantity, lowerIsBetter, known, 1, degrees, tolerance);
        means.add(new MeanTrack(
                metric,
                scope,
                quantity,
                lowerIsBetter,
                known,
                baselineVariance(plain, degrees),
                degrees,
                quantity.isLog() ? tolerance : inUnitsOfSpan(tolerance, quantity)));
    }

    /** The variance of a value within its pattern, or what it amounts to where the runs of a session resemble each other. */
    private double baselineVariance(MeanTrack track, double degrees) {
        double squares = 0;
        double betweenUnits = 0;
        for (List<RunValues> unit : units) {
            double residuals = 0;
            for (RunValues run : unit) {
                double[] sums = track.unit(List.of(run));
                if (sums != null) {
                    residuals += sums[1];
                    squares += sums[1] * sums[1];
                }
            }
            betweenUnits += residuals * residuals;
        }
        return Math.max(squares, betweenUnits) / degrees;
    }

    private String stratum(RunValues run) {
        return recurring ? run.pattern() : MeanTrack.ANY;
    }

    /** If most runs have a structure of their own, comparing within structures would leave nearly all of them out. */
    private boolean mostRunsRecur() {
        long all = runsByPattern.values().stream().mapToLong(Long::longValue).sum();
        long inLarge = runsByPattern.values().stream()
                .mapToLong(Long::longValue)
                .filter(runs -> runs >= SMALLEST_STRATUM)
                .sum();
        return 2 * inLarge >= all;
    }

    /** A score runs from anywhere to anywhere: points are hundredths of the range it had, at least of 1. */
    private Track.Tolerance inUnitsOfSpan(Track.Tolerance tolerance, Quantity quantity) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (RunValues run : everyRun(run -> true)) {
            Double value = quantity.value(run);
            if (value != null) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        double span = Math.max(1, most - least);
        return new Track.Tolerance(tolerance.minimum() * span, tolerance.margin() * span);
    }

    private List<RunValues> everyRun(Predicate<RunValues> wanted) {
        return units.stream().flatMap(List::stream).filter(wanted).toList();
    }

    private List<String> watchedPatterns() {
        // A single pattern is what "overall" says already.
        return runsByPattern.size() == 1
                ? List.of()
                : frequent(runsByPattern, MOST_PATTERNS).stream()
                        .filter(pattern -> runsByPattern.getOrDefault(pattern, 0L) >= SMALLEST_PATTERN)
                        .toList();
    }

    private static List<String> frequent(Map<String, Long> counts, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
