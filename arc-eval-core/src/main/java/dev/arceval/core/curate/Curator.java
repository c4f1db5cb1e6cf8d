package dev.arceval.core.curate;

import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.DiverseSelection.Item;
import dev.arceval.core.curate.DiverseSelection.Look;
import dev.arceval.core.stats.Seeds;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private static final Comparator<EvaluationCandidate> MOST_WORTH_FIRST =
            Comparator.comparingDouble(EvaluationCandidate::worth).reversed().thenComparing(BEST_FIRST);
    /** What a candidate below the preferred quality keeps of its value. */
    private static final double MISSED = 0.5;

    private final CurationRequest request;
    private final CandidateReader reader;
    private final List<Candidate> candidates = new ArrayList<>();
    private long newestEpochNanos;
    private long runs;

    public Curator(CurationRequest request) {
        this(request, Map.of());
    }

    /** @param people what was said about runs, by trace id */
    public Curator(CurationRequest request, Map<String, Said> people) {
        this.request = request;
        this.reader = new CandidateReader(people);
    }

    /** Looks at a run. */
    public void add(Run run) {
        runs++;
        newestEpochNanos = Math.max(newestEpochNanos, run.trace().startEpochNanos());
        reader.read(run).ifPresent(candidates::add);
    }

    /** Returns every candidate that may be chosen, the most valuable first, then newest first. */
    public List<EvaluationCandidate> candidates() {
        Quality quality = quality();
        Evidence evidence = new Evidence(candidates, reader.features());
        return eligible(quality).stream()
                .map(candidate -> candidate.toApi(quality, evidence))
                .sorted(request.wishes().byEvidence() ? MOST_WORTH_FIRST : BEST_FIRST)
                .toList();
    }

    /**
     * Chooses cases and freezes them: exactly as many as asked for, if there are enough different ones. Cases that stay and
     * those that are pinned count.
     *
     * @param traces finds a run that was looked at; empty if it is gone
     */
    public Selection choose(String name, Function<String, Optional<Trace>> traces) {
        Quality quality = quality();
        Unit.Index index = new Unit.Index(candidates);
        List<Candidate> eligible = eligible(quality);
        List<EvalCase> kept = request.wishes().kept();
        List<Unit> units = withoutSettled(index.units(eligible), kept);
        List<Unit> chosen = diverse(units, kept, quality);
        CaseFreezer freezer =
                new CaseFreezer(index, candidate -> request.wishes().isOnThisSide(candidate.task()), traces);
        List<EvalCase> cases = new ArrayList<>(kept);
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
                kept.size() + chosen.size() - cases.size());
    }

    private Quality quality() {
        return new Quality(request.weights(), newestEpochNanos);
    }

    private List<Candidate> eligible(Quality quality) {
        return candidates.stream()
                .filter(this::isOfKind)
                .filter(candidate -> request.minimum() == Minimum.PREFERRED
                        || request.wishes().isPinned(candidate)
                        || quality.of(candidate) >= request.minQuality())
                .toList();
    }

    private boolean isOfKind(Candidate candidate) {
        Wishes wishes = request.wishes();
        return wishes.isPinned(candidate)
                || (wishes.isOnThisSide(candidate.task()) && request.admits(candidate.kinds()));
    }

    /** Without what a case that stays stands for, and without what is not wanted. */
    private List<Unit> withoutSettled(List<Unit> units, List<EvalCase> kept) {
        Set<String> settled = new HashSet<>(request.wishes().leftOut());
        Set<Asked> asked = new HashSet<>();
        for (EvalCase evalCase : kept) {
            settled.addAll(evalCase.provenance().standsFor());
            asked.add(new Asked(
                    evalCase.provenance().agent(),
                    InputText.of(evalCase.input()).key(),
                    evalCase.provenance().patternId()));
        }
        return units.stream()
                .filter(unit -> unit.runs().stream().noneMatch(run -> settled.contains(run.traceId())))
                .filter(unit -> !asked.contains(new Asked(
                        unit.source().agent(),
                        unit.source().input().key(),
                        unit.source().patternId())))
                .toList();
    }

    private record Asked(String agent, long input, @Nullable String patternId) {}

    private List<Unit> diverse(List<Unit> units, List<EvalCase> kept, Quality quality) {
        Evidence evidence = new Evidence(candidates, reader.features());
        Map<String, Unit> bySource = new HashMap<>();
        List<Item> pinned = new ArrayList<>();
        List<Item> others = new ArrayList<>(units.size());
        for (Unit unit : units) {
            bySource.put(unit.source().traceId(), unit);
            boolean isPinned = unit.runs().stream().anyMatch(request.wishes()::isPinned);
            (isPinned ? pinned : others).add(item(unit, quality, evidence));
        }
        List<Item> given = new ArrayList<>(pinned);
        kept.forEach(evalCase -> given.add(item(evalCase)));
        List<Item> chosen = new ArrayList<>(pinned);
        int more = request.limit() - given.size();
        if (more > 0) {
            chosen.addAll(new DiverseSelection(
                            others, given, drawn(units), reader.features(), evidence::seen, more, budgets())
                    .choose());
        }
        Map<String, Unit> withDuplicates = new HashMap<>(bySource);
        Duplicates.of(others, chosen)
                .forEach((standing, duplicates) -> duplicates.forEach(
                        duplicate -> withDuplicates.merge(standing.id(), bySource.get(duplicate.id()), Unit::joined)));
        return chosen.stream().map(item -> withDuplicates.get(item.id())).toList();
    }

    private record Drawn(long tie, Candidate run) {}

    /** Draws from all runs that the units stand for, by hash. */
    private List<Look> drawn(List<Unit> units) {
        return units.stream()
                .flatMap(unit -> unit.runs().stream())
                .map(run -> new Drawn(tie(run), run))
                .sorted(Comparator.comparingLong(Drawn::tie).thenComparing(drawn -> drawn.run.traceId()))
                .limit(DiverseSelection.MOST_REPRESENTED)
                .map(Drawn::run)
                .map(run -> new Look(
                        run.input(),
                        reader.features().behaviour(Features.union(List.of(run.structure(), run.evidence())))))
                .toList();
    }

    private long tie(Candidate run) {
        return Seeds.random(request.seed(), run.traceId(), 0).nextLong();
    }

    private Map<Integer, Integer> budgets() {
        Map<Integer, Integer> budgets = new HashMap<>();
        request.wishes()
                .atMost()
                .forEach((kind, cases) -> budgets.put(reader.features().kind(kind), cases));
        return budgets;
    }

    /** A case that stays; nothing about it is decided any more. */
    private Item item(EvalCase evalCase) {
        return new Item(
                evalCase.id(),
                evalCase.provenance().agent(),
                InputText.of(evalCase.input()),
                reader.features().ofCase(evalCase),
                0,
                "",
                0);
    }

    private Item item(Unit unit, Quality quality, Evidence evidence) {
        double reached = unit.quality(quality);
        double value = request.wishes().byEvidence()
                ? unit.eligible().stream().mapToDouble(evidence::of).max().orElse(0)
                : reached;
        Candidate source = unit.source();
        return new Item(
                source.traceId(),
                source.agent(),
                source.input(),
                unit.features(),
                reached >= request.minQuality() ? value : MISSED * value,
                source.patternId() + source.goodness(),
                tie(source));
    }
}
