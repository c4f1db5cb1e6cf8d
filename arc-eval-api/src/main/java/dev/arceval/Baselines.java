package dev.arceval;

import dev.arceval.eval.Baseline;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Runs kept under a name to compare with, in the directory {@code baselines} of a store: the runs themselves, redacted, and a
 * small JSON file that says what they were made from. They outlive the store's retention, and since they are whole runs, metrics
 * invented later can be compared too, input by input.
 *
 * <p>A baseline is meant to stay. Replacing it by runs that are worse is refused unless said otherwise, for a baseline that
 * follows the agent downhill finds nothing. Do not choose its runs by how they ended: runs chosen because they passed pass
 * less often the next time, whoever runs them.
 *
 * @since 0.1
 */
public interface Baselines {

    /** Returns those kept in this directory, which need not be there yet. */
    static Baselines in(Path directory) {
        return Implementation.get().baselines(directory);
    }

    /**
     * Sets runs aside.
     *
     * @param name lower-case letters, digits, dots and hyphens
     * @param source where they came from, in words
     * @throws ArcEvalException if there is one of this name, or if there are no runs
     */
    Baseline save(String name, Collection<Trace> runs, String source);

    /**
     * Replaces a baseline.
     *
     * @param evenIfWorse whether runs that are worse than the old ones are taken
     * @throws ArcEvalException if there is none of this name, or if the runs are worse and that was not allowed
     */
    Baseline refresh(String name, Collection<Trace> runs, String source, boolean evenIfWorse);

    /** Returns all, by name. */
    List<Baseline> list();

    /** Returns the one of this name. */
    Optional<Baseline> find(String name);

    /**
     * Returns the runs of a baseline.
     *
     * @throws ArcEvalException if there is none of this name, or if its file is not the one that was written
     */
    List<Trace> runs(String name);
}
