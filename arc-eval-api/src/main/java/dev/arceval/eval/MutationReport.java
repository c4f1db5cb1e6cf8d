package dev.arceval.eval;

import java.util.List;

/**
 * How much a suite notices: the agent's behaviour is changed at its seams, one change at a time, and each case that still
 * passes did not notice.
 *
 * @param dataset the dataset's name
 * @param cases how many cases the unchanged agent passes; only those are changed
 * @param mutants every change that was tried
 * @since 0.1
 */
public record MutationReport(String dataset, long cases, List<Mutant> mutants) {

    public MutationReport {
        mutants = List.copyOf(mutants);
    }

    /** Returns how many changes were noticed. */
    public long killed() {
        return mutants.stream().filter(Mutant::killed).count();
    }

    /** Returns the changes that nobody noticed: what the suite lacks. */
    public List<Mutant> survivors() {
        return mutants.stream().filter(mutant -> !mutant.killed()).toList();
    }

    /** How behaviour is changed. */
    public enum Mutation {
        /** A tool is not called, and the agent goes on as if it had been. */
        DROP_CALL,
        /** A tool is called twice. */
        REPEAT_CALL,
        /** Two neighbouring calls of different tools change places. */
        SWAP_CALLS,
        /** Two arguments of a call change places, or the only one has another value. */
        SWAP_ARGUMENTS,
        /** The failure of a tool is taken for an empty result. */
        IGNORE_ERROR,
        /** The answer lacks its last word, or has another number. */
        ALTER_ANSWER
    }

    /**
     * One change of one run.
     *
     * @param caseId the case
     * @param mutation what was changed
     * @param what the change, as text for a person
     * @param killed whether the case failed because of it
     */
    public record Mutant(String caseId, Mutation mutation, String what, boolean killed) {}
}
