package dev.arceval.core;

import dev.arceval.Curation;
import dev.arceval.core.compare.RunKeys;
import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.curate.Run;
import dev.arceval.core.curate.Said;
import dev.arceval.core.mine.ErrorLabels;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.RunClass;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The door to curation: shows every stored run, with its place among the patterns, to a curator. */
final class CurationDoor implements Curation {

    private static final int DEFAULT_LIMIT = 100;
    private static final ErrorLabels ERRORS = new ErrorLabels();

    private final TraceStore store;
    private final Supplier<MinedPatterns> patterns;
    private final boolean lookalikes;
    private final TraceQuery runs;
    private final CurationRequest request;

    private CurationDoor(
            TraceStore store,
            Supplier<MinedPatterns> patterns,
            boolean lookalikes,
            TraceQuery runs,
            CurationRequest request) {
        this.store = store;
        this.runs = runs;
        this.patterns = patterns;
        this.lookalikes = lookalikes;
        this.request = request;
    }

    /** @param lookalikes whether the store may hold stand-ins that have the form of what they stand for */
    static Curation of(
            TraceStore store,
            Supplier<MinedPatterns> patterns,
            boolean lookalikes,
            double preferredQuality,
            long seed) {
        return new CurationDoor(
                store,
                patterns,
                lookalikes,
                TraceQuery.all(),
                new CurationRequest(
                        DEFAULT_LIMIT,
                        preferredQuality,
                        Minimum.PREFERRED,
                        Set.of(),
                        Set.of(),
                        QualityWeights.defaults(),
                        seed));
    }

    @Override
    public Curation limit(int cases) {
        return with(request.limit(cases));
    }

    @Override
    public Curation minQuality(double quality) {
        return with(request.minQuality(quality));
    }

    @Override
    public Curation including(TracePattern.Kind... kinds) {
        return with(request.including(Set.copyOf(List.of(kinds))));
    }

    @Override
    public Curation excluding(TracePattern.Kind... kinds) {
        return with(request.excluding(Set.copyOf(List.of(kinds))));
    }

    @Override
    public Curation weights(QualityWeights weights) {
        return with(request.weights(weights));
    }

    @Override
    public Curation seed(long seed) {
        return with(request.seed(seed));
    }

    @Override
    public Curation among(TraceQuery some) {
        return new CurationDoor(store, patterns, lookalikes, some, request);
    }

    @Override
    public Curation pinning(String... ids) {
        return with(request.wishes(request.wishes().pinning(ids)));
    }

    @Override
    public Curation leavingOut(String... ids) {
        return with(request.wishes(request.wishes().leavingOut(ids)));
    }

    @Override
    public Curation atMost(TracePattern.Kind kind, int cases) {
        return with(request.wishes(request.wishes().atMost(kind, cases)));
    }

    @Override
    public Curation updating(Dataset before) {
        return with(request.wishes(request.wishes().updating(before)));
    }

    @Override
    public Curation holdingOut(double share) {
        return with(request.wishes(request.wishes().heldOut(share, false)));
    }

    @Override
    public Curation onlyHeldOut(double share) {
        return with(request.wishes(request.wishes().heldOut(share, true)));
    }

    @Override
    public Curation byEvidence() {
        return with(request.wishes(request.wishes().valuedByEvidence()));
    }

    @Override
    public List<EvaluationCandidate> candidates() {
        return curator().candidates();
    }

    @Override
    public Dataset toDataset(String name) {
        Dataset chosen = curator().choose(name, store::find).dataset();
        note(chosen);
        Set<EvalCase> before = new HashSet<>(request.wishes().before());
        return new Dataset(
                name,
                chosen.cases().stream()
                        .map(evalCase -> before.contains(evalCase) ? evalCase : CaseNumbering.of(evalCase, lookalikes))
                        .toList());
    }

    /** Whoever deletes a trace is to learn that a case was made from it. */
    private void note(Dataset chosen) {
        List<Deletion.Copy> copies = new ArrayList<>();
        for (EvalCase evalCase : chosen.cases()) {
            Set<String> runs = new TreeSet<>(evalCase.provenance().standsFor());
            runs.add(evalCase.provenance().traceId());
            copies.add(new Deletion.Copy("dataset " + chosen.name(), evalCase.id(), List.copyOf(runs)));
        }
        try {
            store.copied(copies);
        } catch (TraceStore.TraceStoreException cannot) {
            if (cannot.problem() != TraceStore.Problem.READ_ONLY
                    && cannot.problem() != TraceStore.Problem.UNSUPPORTED) {
                throw cannot;
            }
        }
    }

    private Curator curator() {
        Curator curator = new Curator(request, people());
        MinedPatterns known = patterns.get();
        try (Stream<Trace> traces = store.find(runs)) {
            traces.forEach(trace -> curator.add(run(trace, known.classify(trace))));
        }
        return curator;
    }

    /** A store that keeps no annotations has none. */
    private Map<String, Said> people() {
        Map<String, Said> people = new HashMap<>();
        try {
            List<String> commented;
            try (Stream<Trace> traces = store.find(runs.feedback(Feedback.Kind.ANY))) {
                commented = traces.map(Trace::traceId).toList();
            }
            for (String traceId : commented) {
                store.annotations(traceId)
                        .ifPresent(annotations -> people.put(traceId, Said.of(annotations.feedback())));
            }
        } catch (TraceStore.TraceStoreException cannot) {
            if (cannot.problem() != TraceStore.Problem.UNSUPPORTED) {
                throw cannot;
            }
        }
        return people;
    }

    /** Returns a run with its place among the patterns. */
    static Run run(Trace trace, RunClass place) {
        return new Run(
                trace,
                place.patternId(),
                place.kinds(),
                place.outlier(),
                ERRORS.apply(trace),
                RunKeys.clusterOf(trace));
    }

    private Curation with(CurationRequest changed) {
        return new CurationDoor(store, patterns, lookalikes, runs, changed);
    }
}
