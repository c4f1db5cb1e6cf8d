/**
 * Scorers that ask a model: by a {@link dev.arceval.judge.RubricJudge rubric}, or {@link dev.arceval.judge.PairwiseJudge against
 * the expected answer}. A judge is an instrument: {@link dev.arceval.judge.JudgeAgreement} says how far it agrees with people.
 */
@NullMarked
package dev.arceval.judge;

import org.jspecify.annotations.NullMarked;
