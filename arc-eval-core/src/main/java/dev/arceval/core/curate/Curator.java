package dev.arceval.core.curate;

import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.DiverseSelection.Item;
import dev.arceval.core.stats.Seeds;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses cases from runs that it is given one by one, in any order.
 *
 * <p>Of each run that could be a case about 1 KB is kept; nothing else. The same runs and request give the same selection,
 * whatever the order. Not thread-safe.
 */
public final class Curator {

    private static final Comparator<EvaluationCandidate> BEST_FIRST = Comparator.comparingDouble(
                    EvaluationCandidate::quality)
            .reversed()
            .thenComparing(EvaluationCandidate::startedAt, Comparator.reverseOrder())
            .thenComparing(EvaluationCandidate::traceId);
    /** What a candidate below the preferred quality keeps of its value. */
    private static final double MISSED = 0.5;

    private final CurationRequest request;
    private final CandidateReader reader = new CandidateReader();
    private final List<Candidate> candidates = new ArrayList<>();
    private long newestEpochNanos;
    private long runs;

    public Curator(CurationRequest request) {
        this.request = request;
    }

    /** Looks at a run. */
    public void add(Run run) {
        runs++;
        newestEpochNanos = Math.max(newestEpochNanos, run.trace().startEpochNanos());
        reader.read(run).ifPresent(candidates::add);
    }

    /** Returns every candidate that may be chosen, best first, then newest first. */
    public List<EvaluationCandidate> candidates() {
        Quality quality = quality();
        return eligible(quality).stream()
                .map(candidate -> candidate.toApi(quality))
                .sorted(BEST_FIRST)
                .toList();
    }

    /**
     * Chooses cases and freezes them: exactly as many as asked for, if there are enough different ones.
     *
     * @param traces finds a run that was looked at; empty if it is gone
     */
    public Selection choose(String name, Function<String, Optional<Trace>> traces) {
        Quality quality = quality();
        Unit.Index index = new Unit.Index(candidates);
        List<Candidate> eligible = eligible(quality);
        List<Unit> units = index.units(eligible);
        List<Unit> chosen = diverse(units, quality);
        CaseFreezer freezer = new CaseFreezer(index, traces);
        List<EvalCase> cases = new ArrayList<>();
        int missed = 0;
        for (Unit unit : chosen) {
            Optional<EvalCase> frozen = freezer.freeze(unit, unit.quality(quality));
            frozen.ifPresent(cases::add);
            missed += frozen.isPresent() && unit.quality(quality) < request.minQuality() ? 1 : 0;
        }
        long ofKind = candidates.stream().filter(this::isOfKind).count();
        return new Selection(
                new Dataset(name, cases),
                runs,
                reader.withoutInput(),
                reader.withoutEnd(),
                candidates.size() - ofKind,
                ofKind - eligible.size(),
                units.size(),
                missed,
                chosen.size() - cases.size());
    }

    private Quality quality() {
        return new Quality(request.weights(), newestEpochNanos);
    }

    private List<Candidate> eligible(Quality quality) {
        return candidates.stream()
                .filter(this::isOfKind)
                .filter(candidate ->
                        request.minimum() == Minimum.PREFERRED || quality.of(candidate) >= request.minQuality())
                .toList();
    }

    private boolean isOfKind(Candidate candidate) {
        return request.admits(candidate.kinds());
    }

    private List<Unit> diverse(List<Unit> units, Quality quality) {
        Map<String, Unit> bySource = new HashMap<>();
        List<Item> items = new ArrayList<>(units.size());
        for (Unit unit : units) {
            bySource.put(unit.source().traceId(), unit);
            items.add(item(unit, quality));
        }
        List<Item> chosen = new DiverseSelection(items, reader.features(), request.limit()).choose();
        Map<String, Unit> withDuplicates = new HashMap<>(bySource);
        Duplicates.of(items, chosen)
                .forEach((kept, duplicates) -> duplicates.forEach(
                        duplicate -> withDuplicates.merge(kept.id(), bySource.get(duplicate.id()), Unit::joined)));
        return chosen.stream().map(item -> withDuplicates.get(item.id())).toList();
    }

    private Item item(Unit unit, Quality quality) {
        double value = unit.quality(quality);
        Candidate source = unit.source();
        return new Item(
                source.traceId(),
                source.agent(),
                source.input(),
                unit.features(),
                value >= request.minQuality() ? value : MISSED * value,
                unit.runs().size(),
                source.patternId() + source.goodness(),
                Seeds.random(request.seed(), source.traceId(), 0).nextLong());
    }
}
