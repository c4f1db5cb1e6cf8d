package dev.arceval.core.curate;

import dev.arceval.core.stats.Seeds;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is settled before a choice is made.
 *
 * @param pinned runs that become cases whatever their kind and quality, by id of trace or case
 * @param leftOut runs whose input and structure no case may have, by id of trace or case
 * @param atMost how many cases may show a kind
 * @param before cases that stay as they are
 * @param heldOut the share of tasks that is set aside
 * @param onlyHeldOut whether to choose from what is set aside, and not from the rest
 * @param byEvidence whether a case is worth what {@link Evidence} says, and not what {@link Quality} says
 */
public record Wishes(
        Set<String> pinned,
        Set<String> leftOut,
        Map<Kind, Integer> atMost,
        List<EvalCase> before,
        double heldOut,
        boolean onlyHeldOut,
        boolean byEvidence) {

    private static final String CASE_OF = "recycled-";
    private static final Wishes NONE = new Wishes(Set.of(), Set.of(), Map.of(), List.of(), 0, false, false);

    public Wishes {
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw new IllegalArgumentException("share held out must be at least 0 and below 1: " + heldOut);
        }
        atMost.forEach((kind, cases) -> {
            if (cases < 0) {
                throw new IllegalArgumentException("cases of a kind must not be negative: " + kind + " " + cases);
            }
        });
        pinned = Set.copyOf(pinned);
        leftOut = Set.copyOf(leftOut);
        atMost = atMost.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(atMost));
        before = List.copyOf(before);
    }

    /** Returns the wishes of somebody who has none. */
    public static Wishes none() {
        return NONE;
    }

    public Wishes pinning(String... ids) {
        return new Wishes(with(pinned, ids), leftOut, atMost, before, heldOut, onlyHeldOut, byEvidence);
    }

    public Wishes leavingOut(String... ids) {
        return new Wishes(pinned, with(leftOut, ids), atMost, before, heldOut, onlyHeldOut, byEvidence);
    }

    public Wishes atMost(Kind kind, int cases) {
        Map<Kind, Integer> all = new EnumMap<>(Kind.class);
        all.putAll(atMost);
        all.put(kind, cases);
        return new Wishes(pinned, leftOut, all, before, heldOut, onlyHeldOut, byEvidence);
    }

    public Wishes updating(Dataset other) {
        return new Wishes(pinned, leftOut, atMost, other.cases(), heldOut, onlyHeldOut, byEvidence);
    }

    public Wishes heldOut(double share, boolean only) {
        return new Wishes(pinned, leftOut, atMost, before, share, only, byEvidence);
    }

    public Wishes valuedByEvidence() {
        return new Wishes(pinned, leftOut, atMost, before, heldOut, onlyHeldOut, true);
    }

    /** Returns the cases that stay: those of before that are not left out. */
    List<EvalCase> kept() {
        return before.stream()
                .filter(evalCase -> !leftOut.contains(traceId(evalCase.id()))
                        && !leftOut.contains(evalCase.provenance().traceId()))
                .toList();
    }

    /** Whether the task of a run is on the side that is chosen from; a task is on one side whatever the seed. */
    boolean isOnThisSide(long task) {
        boolean aside = heldOut > 0 && Seeds.random(task, "held out", 0).nextDouble() < heldOut;
        return aside == onlyHeldOut;
    }

    boolean isPinned(Candidate candidate) {
        return pinned.contains(candidate.traceId());
    }

    private static Set<String> with(Set<String> ids, String... more) {
        Set<String> all = new HashSet<>(ids);
        all.addAll(Arrays.stream(more).map(Wishes::traceId).collect(Collectors.toSet()));
        return all;
    }

    private static String traceId(String id) {
        return id.startsWith(CASE_OF) ? id.substring(CASE_OF.length()) : id;
    }
}
