package dev.arceval.cli;

import dev.arceval.Curation;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.TracePattern;
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

    Curation of(TraceRecycler recycler) {
        Curation curation = recycler.curate().limit(count);
        if (minQuality != null) {
            curation = curation.minQuality(minQuality);
        }
        if (include != null) {
            curation = curation.including(include);
        }
        return exclude == null ? curation : curation.excluding(exclude);
    }
}
