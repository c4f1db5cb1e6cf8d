package dev.arceval;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.TraceQuery;
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

    /** Asks for this many cases; as many are chosen if there are enough that qualify, whatever is pinned stays. */
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
     * Chooses only from the stored traces that match, and learns only from them. What a comparison will use as its baseline must
     * not be among them: cases chosen because they passed pass less often whenever they are run again.
     */
    Curation among(TraceQuery runs);

    /** Makes these runs cases whatever their kind and quality, and first of all; by id of trace or case. */
    Curation pinning(String... ids);

    /** Makes no case of these runs, nor of others with their input and structure; by id of trace or case. */
    Curation leavingOut(String... ids);

    /** Chooses at most so many cases that show a kind. */
    Curation atMost(TracePattern.Kind kind, int cases);

    /**
     * Keeps the cases of an earlier dataset as they are, so that little changes in git, and adds what covers most beside them,
     * up to the limit. A kept case goes only by {@link #leavingOut}.
     */
    Curation updating(Dataset before);

    /**
     * Leaves a share of all tasks alone, for a dataset that nobody works against. Which task is on which side depends on nothing
     * but the task: the attribute {@code eval.task.id}, else the input.
     *
     * @param share from 0 to below 1
     */
    Curation holdingOut(double share);

    /** Chooses only from the tasks that {@link #holdingOut} with the same share leaves alone. */
    Curation onlyHeldOut(double share);

    /** Values candidates by {@link EvaluationCandidate#worth} instead of their quality; the minimum quality stays one. */
    Curation byEvidence();

    /**
     * Returns every candidate that may be chosen, the most valuable first, then newest first: runs with an input and a known end, of the
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
     * <p>What is expected comes from the runs of that input that succeeded: what all of them have in common, up to ten: their
     * answer, or the numbers and identifiers that every answer states where the wording differs, and the order of tools that
     * always holds. A run whose answer a person called wrong counts as failed, and the answer that a person gave in its place is
     * the one that is expected. A failed
     * run takes answer and tool results from a good run of the same input; where there is none, its case says what must
     * not happen again. No answer is expected that a failed run gave.
     *
     * @param name the dataset's name
     */
    Dataset toDataset(String name);
}
