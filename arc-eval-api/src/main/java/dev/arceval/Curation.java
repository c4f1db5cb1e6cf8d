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
 * <p>The recycler's minimum quality is a preference: a run below it counts half as valuable and may still be chosen for what
 * it covers. As a filter the documented 0.7 would leave little but failures, since by the default weights a run without a
 * failed step reaches it only if it also is slow. The minimum given to {@link #minQuality} is a filter.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="curate"}
 *
 * @since 0.1
 */
public interface Curation {

    /** Asks for this many cases; as many are chosen if there are enough that qualify. */
    Curation limit(int cases);

    /** Leaves out candidates of lower quality, even if too few are left; 0 to 1. */
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
     * Returns every candidate that may be chosen, best first, then newest first: runs with an input and a known end, of the
     * kinds and the minimum quality asked for. Inputs are cut to 500 characters.
     */
    List<EvaluationCandidate> candidates();

    /**
     * Chooses cases and freezes them with their tool results and expectations.
     *
     * <p>Runs of one agent with the same input and structure become one case that stands for all of them. The choice is
     * diverse: by lazy greedy selection each next case is the one that adds most structure, tools, kinds and inputs not yet
     * covered, weighted by quality. An input comes a second time, with another structure, only when every other one has been
     * chosen. The same traces and seed give the same dataset.
     *
     * <p>What is expected comes from the runs of that input that succeeded: what all of them have in common, up to ten. A failed
     * run takes answer and tool results from a good run of the same input; where there is none, its case says what must
     * not happen again. No answer is expected that a failed run gave.
     *
     * @param name the dataset's name
     */
    Dataset toDataset(String name);
}
