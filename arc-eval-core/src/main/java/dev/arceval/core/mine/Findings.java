package dev.arceval.core.mine;

import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.PairedMeanTest;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReport.Family;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Everything a miner can say, joined into a report. */
final class Findings {

    private static final int MOST_MEMBERS = 20;
    private static final int FEWEST_FAILURES = 5;
    private static final double CONFIDENCE = 0.95;

    private final Structures structures;
    private final List<SampledRun> sample;
    /** Whether there were more runs than the sample holds. */
    private final boolean thinned;

    private final Smallest<PatternMiner.Part> parts;
    private final Smallest<ErrorEntry> errors;
    private final Moments wastedTokens;
    private final long forgotten;

    Findings(
            Structures structures,
            Smallest<SampledRun> failedRuns,
            Smallest<SampledRun> otherRuns,
            Smallest<PatternMiner.Part> parts,
            Smallest<ErrorEntry> errors,
            Moments wastedTokens,
            long forgotten) {
        this.structures = structures;
        this.sample = Stream.concat(failedRuns.values().stream(), otherRuns.values().stream())
                .sorted(Comparator.comparing(SampledRun::traceId))
                .toList();
        this.thinned = failedRuns.offered() + otherRuns.offered() > sample.size();
        this.parts = parts;
        this.errors = errors;
        this.wastedTokens = wastedTokens;
        this.forgotten = forgotten;
    }

    PatternReport report(List<TracePattern> patterns, long minFrequency, long seed) {
        Separators separators = separators(seed);
        List<String> notes = new ArrayList<>();
        noteSample(separators, notes);
        List<PatternReport.Separator> found = separators.separators();
        noteWithinTask(found, notes);
        noteErrors(notes);
        noteLoops(notes);
        if (forgotten > 0) {
            notes.add(text("%,d runs are missing: there were more structures than are kept.", forgotten));
        }
        return new PatternReport(
                runs(),
                sum(TracePattern.Kind.SUCCESS),
                sum(TracePattern.Kind.FAILURE),
                structures.count(),
                forgotten,
                patterns,
                families(minFrequency),
                found,
                separators.suspects(),
                ErrorTemplates.of(errors, structures),
                Graphs.stepGraph(structures),
                Graphs.toolPairs(structures),
                notes);
    }

    /** The test, on the sampled runs whose end is known. */
    Separators separators(long seed) {
        List<SampledRun> decided = sample.stream().filter(SampledRun::decided).toList();
        return new Separators(new RunTable(decided, structures, parts), seed);
    }

    private List<Family> families(long minFrequency) {
        List<List<Integer>> members = structures.families().members();
        List<Family> families = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            long runs = members.get(i).stream()
                    .mapToLong(structure -> structures.state(structure).runs())
                    .sum();
            if (runs >= minFrequency && members.get(i).size() > 1) {
                families.add(family(i, structures.byFrequency(members.get(i))));
            }
        }
        families.sort(Comparator.comparing(Family::pattern, Structures.MOST_FREQUENT_FIRST));
        return families;
    }

    private Family family(int family, List<Integer> members) {
        return new Family(
                structures.family(family, members),
                members.size(),
                members.stream()
                        .limit(MOST_MEMBERS)
                        .map(structure -> Signature.id(structures.id(structure)))
                        .toList());
    }

    private long runs() {
        long runs = 0;
        for (int i = 0; i < structures.count(); i++) {
            runs += structures.state(i).runs();
        }
        return runs;
    }

    private long sum(TracePattern.Kind kind) {
        long runs = 0;
        for (int i = 0; i < structures.count(); i++) {
            runs += structures.state(i).runs(kind);
        }
        return runs;
    }

    private void noteSample(Separators separators, List<String> notes) {
        long failures = sample.stream().filter(SampledRun::failed).count();
        long others = sample.stream()
                .filter(run -> run.ending() == Outcome.Label.SUCCESS)
                .count();
        if (failures < FEWEST_FAILURES || others < FEWEST_FAILURES) {
            notes.add(text(
                    "What goes with failing cannot be told from %,d failed and %,d other runs: not enough data.",
                    failures, others));
            return;
        }
        long tasks = sample.stream().mapToLong(SampledRun::cluster).distinct().count();
        notes.add(text(
                "%,d sequences, failed steps and models were tested on %,d failed and %,d other runs of %,d tasks;"
                        + " at a level of 5 %% for all of them together.",
                separators.tested(), failures, others, tasks));
        if (thinned) {
            notes.add("These runs are a sample with failed ones favoured: their shares are not those of the traffic.");
        }
    }

    private static void noteWithinTask(List<PatternReport.Separator> found, List<String> notes) {
        if (!found.isEmpty() && found.stream().noneMatch(each -> each.withinTask() == PatternReport.WithinTask.HOLDS)) {
            notes.add(
                    "None of what goes with failing is seen among runs of the same task: these may be hard tasks rather"
                            + " than wrong steps.");
        }
    }

    private void noteErrors(List<String> notes) {
        long counted = errors.values().stream().mapToLong(ErrorEntry::runs).sum();
        if (errors.offered() > counted) {
            notes.add(text(
                    "%,d of %,d error messages are not listed: too many different ones.",
                    errors.offered() - counted, errors.offered()));
        }
    }

    private void noteLoops(List<String> notes) {
        PairedMeanTest.compare(wastedTokens, CONFIDENCE)
                .ifPresent(each -> notes.add(text(
                        "%,d runs went round in circles and say what they took: rounds that repeat another one took %,.0f tokens,"
                                + " %,.0f in a run (95 %% interval %,.0f to %,.0f).",
                        wastedTokens.count(),
                        wastedTokens.sum(),
                        each.value(),
                        Math.max(0, each.interval().lower()),
                        each.interval().upper())));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
