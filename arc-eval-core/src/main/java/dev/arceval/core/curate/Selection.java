package dev.arceval.core.curate;

import dev.arceval.eval.Dataset;

/**
 * A dataset, and how it came about.
 *
 * @param runs runs looked at
 * @param withoutInput runs left out because no input was recorded
 * @param withoutEnd runs left out because it is not known how they ended
 * @param otherKind candidates left out because of their kinds
 * @param belowMinimum candidates left out because of their quality
 * @param distinct candidates that remained, counting runs of the same input and structure once
 * @param preferredMissed cases chosen although they miss the preferred quality
 * @param vanished cases given up because their run was gone when it was to be frozen
 */
public record Selection(
        Dataset dataset,
        long runs,
        long withoutInput,
        long withoutEnd,
        long otherKind,
        long belowMinimum,
        int distinct,
        int preferredMissed,
        int vanished) {}
