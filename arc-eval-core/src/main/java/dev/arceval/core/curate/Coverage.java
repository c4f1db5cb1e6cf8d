package dev.arceval.core.curate;

import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.CoverageReport.Addition;
import dev.arceval.eval.CoverageReport.Gap;
import dev.arceval.eval.CoverageReport.Part;
import dev.arceval.eval.CoverageReport.Share;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a dataset against runs that it is given one by one, in any order.
 *
 * <p>Runs that did the same are counted together, so that memory grows with the number of different ways of working, about 1 KB
 * each, and not with the number of runs. The same runs give the same report, whatever the order. Not thread-safe.
 */
public final class Coverage {

    private static final int MOST_GAPS = 20;
    private static final int MOST_ADDITIONS = 10;
    private static final int MOST_ADDED = 5;
    /** Below this no addition is worth a line in a report. */
    private static final double LEAST_GAIN = 1e-9;

    private static final Map<Features.Type, Part> PARTS = new EnumMap<>(Map.of(
            Features.Type.PATTERN, Part.STRUCTURES,
            Features.Type.EDGE, Part.EDGES,
            Features.Type.TOOL, Part.TOOLS,
            Features.Type.ERROR, Part.ERRORS));

    private final Dataset dataset;
    private final Features features = new Features();
    private final Map<String, Integer> casesOfRun = new HashMap<>();
    private final Set<Integer> casesWithRun = new HashSet<>();
    private final BitSet covered = new BitSet();
    private final Map<List<Integer>, Way> ways = new HashMap<>();
    private long runs;

    /** Runs that did the same. */
    private static final class Way {
        private final int[] features;
        private long runs;
        private @Nullable Example newest;

        Way(int[] features) {
            this.features = features;
        }
    }

    /** A run that could become a case. */
    private record Example(String traceId, String agent, long startEpochNanos) {

        static final Comparator<Example> NEWEST_FIRST =
                Comparator.comparingLong(Example::startEpochNanos).reversed().thenComparing(Example::traceId);
    }

    public Coverage(Dataset dataset) {
        this.dataset = dataset;
        for (int i = 0; i < dataset.size(); i++) {
            EvalCase evalCase = dataset.cases().get(i);
            cover(features.ofCalls(evalCase.toolCalls(), evalCase.provenance().patternId()));
            casesOfRun.put(evalCase.provenance().traceId(), i);
            for (String traceId : evalCase.provenance().standsFor()) {
                casesOfRun.putIfAbsent(traceId, i);
            }
        }
    }

    /** Looks at a run. */
    public void add(Run run) {
        runs++;
        int[] did = features.ofBehaviour(run);
        Integer its = casesOfRun.get(run.trace().traceId());
        if (its != null) {
            casesWithRun.add(its);
            cover(did);
        }
        Way way = ways.computeIfAbsent(IntStream.of(did).boxed().toList(), key -> new Way(did));
        way.runs++;
        if (couldBeCase(run.trace())) {
            Example example = new Example(
                    run.trace().traceId(), run.trace().agent(), run.trace().startEpochNanos());
            way.newest = newer(way.newest, example);
        }
    }

    /** Returns what is covered of the runs so far. */
    public CoverageReport report() {
        long[] seen = new long[features.count()];
        ways.values().forEach(way -> IntStream.of(way.features).forEach(feature -> seen[feature] += way.runs));
        List<Share> shares = new ArrayList<>();
        shares.add(traffic(covered));
        PARTS.values().stream().sorted().forEach(part -> shares.add(share(part, seen)));
        return new CoverageReport(
                dataset.name(),
                dataset.size(),
                runs,
                shares,
                gaps(seen),
                new Greedy(seen).additions(),
                null,
                Set.of(),
                notes(seen));
    }

    private void cover(int[] did) {
        IntStream.of(did).forEach(covered::set);
    }

    private static boolean couldBeCase(Trace trace) {
        return trace.input().filter(text -> !text.isBlank()).isPresent()
                && !(trace.outcome() instanceof Outcome.Unknown);
    }

    private static Example newer(@Nullable Example one, Example two) {
        return one == null || Example.NEWEST_FIRST.compare(two, one) < 0 ? two : one;
    }

    private Part part(int feature) {
        Part part = PARTS.get(features.type(feature));
        if (part == null) {
            throw new IllegalStateException("no part of coverage: " + features.type(feature));
        }
        return part;
    }

    private Share traffic(BitSet known) {
        long coveredRuns = 0;
        long coveredWays = 0;
        for (Way way : ways.values()) {
            if (isWithin(known, way)) {
                coveredRuns += way.runs;
                coveredWays++;
            }
        }
        return new Share(Part.TRAFFIC, coveredWays, ways.size(), coveredRuns, runs);
    }

    /** Whether everything is known that these runs did; their structure as a whole need not be. */
    private boolean isWithin(BitSet known, Way way) {
        return IntStream.of(way.features).allMatch(feature -> known.get(feature) || part(feature) == Part.STRUCTURES);
    }

    private Share share(Part part, long[] seen) {
        long coveredKinds = 0;
        long kinds = 0;
        long coveredRuns = 0;
        long occurrences = 0;
        for (int feature = 0; feature < seen.length; feature++) {
            if (seen[feature] > 0 && part(feature) == part) {
                kinds++;
                occurrences += seen[feature];
                if (covered.get(feature)) {
                    coveredKinds++;
                    coveredRuns += seen[feature];
                }
            }
        }
        return new Share(part, coveredKinds, kinds, coveredRuns, occurrences);
    }

    private List<Gap> gaps(long[] seen) {
        Map<Integer, Example> examples = new HashMap<>();
        for (Way way : ways.values()) {
            Example newest = way.newest;
            if (newest != null) {
                IntStream.of(way.features)
                        .filter(feature -> !covered.get(feature))
                        .forEach(feature -> examples.merge(feature, newest, Coverage::newer));
            }
        }
        Map<Part, List<Gap>> gaps = new EnumMap<>(Part.class);
        for (int feature = 0; feature < seen.length; feature++) {
            if (seen[feature] > 0 && !covered.get(feature)) {
                Example example = examples.get(feature);
                gaps.computeIfAbsent(part(feature), part -> new ArrayList<>())
                        .add(new Gap(
                                part(feature),
                                features.label(feature),
                                seen[feature],
                                example == null ? null : example.traceId));
            }
        }
        return gaps.values().stream()
                .flatMap(ofPart -> ofPart.stream()
                        .sorted(Comparator.comparingLong(Gap::runs).reversed().thenComparing(Gap::name))
                        .limit(MOST_GAPS))
                .toList();
    }

    private List<String> notes(long[] seen) {
        List<String> notes = new ArrayList<>();
        int without = dataset.size() - casesWithRun.size();
        if (runs > 0 && without > 0) {
            notes.add((without == 1 ? "1 case was" : without + " cases were")
                    + " made from runs that are not among these: of such a case only its recorded tool calls and its pattern"
                    + " count as covered, not the errors.");
        }
        long single = ways.values().stream()
                .filter(way -> way.runs == 1
                        && IntStream.of(way.features)
                                .anyMatch(feature -> seen[feature] == 1 && part(feature) != Part.STRUCTURES))
                .count();
        if (runs > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "About %.1f %% of further runs will do something that none of these did (Good-Turing: %,d of %,d runs"
                            + " did something that only they did).",
                    100. * single / runs,
                    single,
                    runs));
        }
        return notes;
    }

    /**
     * Finds the runs that add most, one after the other: their gain is submodular, so that each choice is within 1 − 1/e of the
     * best so many runs could do.
     */
    private final class Greedy {

        private final long[] seen;
        private final Map<Part, Long> occurrences = new EnumMap<>(Part.class);
        private final BitSet known = (BitSet) covered.clone();

        Greedy(long[] seen) {
            this.seen = seen;
            for (int feature = 0; feature < seen.length; feature++) {
                if (seen[feature] > 0) {
                    occurrences.merge(part(feature), seen[feature], Long::sum);
                }
            }
        }

        List<Addition> additions() {
            List<Addition> additions = new ArrayList<>();
            for (Way best = best(); best != null && additions.size() < MOST_ADDITIONS; best = best()) {
                additions.add(take(best));
            }
            return additions;
        }

        private @Nullable Way best() {
            Way best = null;
            double most = LEAST_GAIN;
            for (Way way : ways.values()) {
                double gain = way.newest == null ? 0 : gain(way);
                if (gain > most || (gain == most && best != null && isNewer(way, best))) {
                    best = way;
                    most = gain;
                }
            }
            return best;
        }

        /** Sums whole numbers part by part, so that the gain does not depend on the order of features. */
        private double gain(Way way) {
            Map<Part, Long> news = new EnumMap<>(Part.class);
            for (int feature : way.features) {
                if (!known.get(feature)) {
                    news.merge(part(feature), seen[feature], Long::sum);
                }
            }
            double gain = 0;
            for (Map.Entry<Part, Long> each : news.entrySet()) {
                gain += (double) each.getValue() / occurrences.getOrDefault(each.getKey(), 1L);
            }
            return gain / occurrences.size();
        }

        private static boolean isNewer(Way one, Way two) {
            return one.newest != null && two.newest != null && Example.NEWEST_FIRST.compare(one.newest, two.newest) < 0;
        }

        private Addition take(Way way) {
            double gain = gain(way);
            List<Integer> news = IntStream.of(way.features)
                    .filter(feature -> !known.get(feature))
                    .boxed()
                    .sorted(Comparator.comparing((Integer feature) -> part(feature) == Part.STRUCTURES)
                            .thenComparing(feature -> -seen[feature])
                            .thenComparing(features::label))
                    .toList();
            news.forEach(known::set);
            Example example = way.newest;
            if (example == null) {
                throw new IllegalStateException("no run to add");
            }
            return new Addition(
                    example.traceId,
                    example.agent,
                    gain,
                    traffic(known).value().orElse(0),
                    news.stream().limit(MOST_ADDED).map(this::named).toList(),
                    Math.max(0, news.size() - MOST_ADDED));
        }

        private String named(int feature) {
            return switch (part(feature)) {
                case TOOLS -> "tool " + features.label(feature);
                case ERRORS -> "error " + features.label(feature);
                case STRUCTURES -> "structure " + features.label(feature);
                case EDGES, TRAFFIC -> features.label(feature);
            };
        }
    }
}
