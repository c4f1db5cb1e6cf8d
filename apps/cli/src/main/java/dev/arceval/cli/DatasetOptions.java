package dev.arceval.cli;

import dev.arceval.Curation;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.TracePattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which traces become cases. */
final class DatasetOptions {

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many cases. Default: ${DEFAULT-VALUE}",
            defaultValue = "100")
    private int count;

    @Option(
            names = "--min-quality",
            paramLabel = "Q",
            description = "Leave out runs of lower quality, 0 to 1. Default: prefer MIN_QUALITY_SCORE, else 0.7")
    private @Nullable Double minQuality;

    @Option(
            names = "--include",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds: ${COMPLETION-CANDIDATES}")
    private TracePattern.Kind @Nullable [] include;

    @Option(names = "--exclude", paramLabel = "KIND", split = ",", description = "None of these kinds")
    private TracePattern.Kind @Nullable [] exclude;

    @Option(
            names = "--among",
            paramLabel = "QUERY",
            description =
                    "Choose only from these traces, such as store?to=2026-02-01: never from what will be the baseline")
    private @Nullable String among;

    @Option(names = "--pin", paramLabel = "ID", split = ",", description = "Traces that become cases in any case")
    private String[] pinned = new String[0];

    @Option(names = "--without", paramLabel = "ID", split = ",", description = "Traces or cases that are not wanted")
    private String[] without = new String[0];

    @Option(
            names = "--at-most",
            paramLabel = "KIND=N",
            split = ",",
            description = "At most so many cases that show a kind, such as FAILURE=10")
    private Map<TracePattern.Kind, Integer> atMost = Map.of();

    @Option(names = "--hold-out", paramLabel = "SHARE", description = "Leave this share of all tasks alone, 0 to 1")
    private @Nullable Double holdOut;

    @Option(names = "--held-out", paramLabel = "SHARE", description = "Only the tasks that --hold-out leaves alone")
    private @Nullable Double heldOut;

    @Option(
            names = "--by-evidence",
            description = "Value traces by novelty, surprise, uncertainty and traffic instead of their quality")
    private boolean byEvidence;

    Curation of(TraceRecycler recycler) {
        if (holdOut != null && heldOut != null) {
            throw new IllegalArgumentException("--hold-out and --held-out are the two sides of a split: give one");
        }
        Curation curation = recycler.curate().limit(count).pinning(pinned).leavingOut(without);
        for (Map.Entry<TracePattern.Kind, Integer> budget : atMost.entrySet()) {
            curation = curation.atMost(budget.getKey(), budget.getValue());
        }
        if (among != null) {
            curation = curation.among(Source.query(among));
        }
        if (holdOut != null) {
            curation = curation.holdingOut(holdOut);
        }
        if (heldOut != null) {
            curation = curation.onlyHeldOut(heldOut);
        }
        if (byEvidence) {
            curation = curation.byEvidence();
        }
        if (minQuality != null) {
            curation = curation.minQuality(minQuality);
        }
        if (include != null) {
            curation = curation.including(include);
        }
        return exclude == null ? curation : curation.excluding(exclude);
    }
}
