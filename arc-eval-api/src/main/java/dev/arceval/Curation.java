package dev.arceval;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern;
import java.util.List;

/**
 * A selection of traces that become a dataset. Immutable: each option returns a new curation.
 *
 * <p>Defaults: at most 100 cases, the recycler's minimum quality, every kind, {@link QualityWeights#defaults()}, the
 * recycler's seed.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="curate"}
 *
 * @since 0.1
 */
public interface Curation {

    /** Asks for this many cases; as many are chosen if there are enough that qualify. */
    Curation limit(int cases);

    /** Leaves out candidates of lower quality; 0 to 1. */
    Curation minQuality(double quality);

    /** Keeps only candidates that show one of these kinds. Without this call every kind is kept. */
    Curation including(TracePattern.Kind... kinds);

    /** Leaves out candidates that show any of these kinds. */
    Curation excluding(TracePattern.Kind... kinds);

    /** Changes how quality is computed. */
    Curation weights(QualityWeights weights);

    /** Changes the seed, which decides between candidates that are equally good. */
    Curation seed(long seed);

    /**
     * Returns every candidate that qualifies, best first, before any is chosen: runs with an input and a known end.
     */
    List<EvaluationCandidate> candidates();

    /**
     * Chooses cases and freezes them with their tool results and expectations.
     *
     * <p>Runs with the same input and structure become one case that stands for all of them. The choice is diverse: by
     * lazy greedy selection each next case is the one that adds most structure, tools, kinds and inputs not yet covered,
     * weighted by quality. The same traces and seed give the same dataset.
     *
     * <p>The expected answer comes from a run that succeeded. A failed run becomes a case by what it must not do again.
     *
     * @param name the dataset's name
     */
    Dataset toDataset(String name);
}
