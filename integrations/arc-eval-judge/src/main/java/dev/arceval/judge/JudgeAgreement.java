package dev.arceval.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a judge agrees with people on the same answers, and what its pass rate is worth. Intervals are of 95 %.
 *
 * @param bothPass answers that both let pass
 * @param onlyJudge answers that only the judge lets pass
 * @param onlyHuman answers that only the person lets pass
 * @param bothFail answers that both let fail
 * @since 0.1
 */
public record JudgeAgreement(long bothPass, long onlyJudge, long onlyHuman, long bothFail) {

    private static final double Z = 1.959963984540054;

    public JudgeAgreement {
        if (bothPass < 0 || onlyJudge < 0 || onlyHuman < 0 || bothFail < 0) {
            throw new IllegalArgumentException(
                    "counts must not be negative: " + bothPass + ", " + onlyJudge + ", " + onlyHuman + ", " + bothFail);
        }
    }

    /**
     * An answer that was judged twice.
     *
     * @param judge whether the judge lets it pass
     * @param human whether the person does
     */
    public record Label(boolean judge, boolean human) {}

    /**
     * A figure with its interval.
     *
     * @param value the best guess
     * @param lower end of the interval
     * @param upper end of the interval
     */
    public record Estimate(double value, double lower, double upper) {}

    /** Returns the agreement on these answers; those on which the judge abstains are left out by the caller. */
    public static JudgeAgreement of(List<Label> labels) {
        return new JudgeAgreement(
                count(labels, true, true),
                count(labels, true, false),
                count(labels, false, true),
                count(labels, false, false));
    }

    private static long count(List<Label> labels, boolean judge, boolean human) {
        return labels.stream()
                .filter(label -> label.judge() == judge && label.human() == human)
                .count();
    }

    /** Returns how many answers were judged by both. */
    public long count() {
        return bothPass + onlyJudge + onlyHuman + bothFail;
    }

    /** Returns the share of answers with the same verdict, with Wilson's interval; null without answers. */
    public @Nullable Estimate agreement() {
        return proportion(bothPass + bothFail, count());
    }

    /** Returns which share of what people let pass the judge lets pass; null without such answers. */
    public @Nullable Estimate sensitivity() {
        return proportion(bothPass, bothPass + onlyHuman);
    }

    /** Returns which share of what people let fail the judge lets fail; null without such answers. */
    public @Nullable Estimate specificity() {
        return proportion(bothFail, bothFail + onlyJudge);
    }

    /**
     * Returns Cohen's kappa: agreement beyond what chance gives; null where judge and people gave one and the same verdict throughout,
     * since chance alone explains that. Source of the interval: J. Fleiss, J. Cohen, B. Everitt, Psychological Bulletin 72 (1969); cut at
     * -1 and 1.
     */
    public @Nullable Estimate kappa() {
        double n = count();
        double[][] p = {{bothPass / n, onlyJudge / n}, {onlyHuman / n, bothFail / n}};
        double[] judge = {p[0][0] + p[0][1], p[1][0] + p[1][1]};
        double[] human = {p[0][0] + p[1][0], p[0][1] + p[1][1]};
        double observed = p[0][0] + p[1][1];
        double chance = judge[0] * human[0] + judge[1] * human[1];
        if (n == 0 || chance >= 1) {
            return null;
        }
        double kappa = (observed - chance) / (1 - chance);
        double error = Math.sqrt(kappaVariance(p, judge, human, kappa, chance) / n);
        return new Estimate(kappa, Math.max(-1, kappa - Z * error), Math.min(1, kappa + Z * error));
    }

    private static double kappaVariance(double[][] p, double[] judge, double[] human, double kappa, double chance) {
        double same = 0;
        double other = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double margins = (human[i] + judge[j]) * (1 - kappa);
                if (i == j) {
                    same += p[i][i] * (1 - margins) * (1 - margins);
                } else {
                    other += p[i][j] * margins * margins;
                }
            }
        }
        double rest = kappa - chance * (1 - kappa);
        return Math.max(0, (same + other - rest * rest) / ((1 - chance) * (1 - chance)));
    }

    /**
     * Returns what share of answers people would let pass, from the share that the judge does, corrected for its errors as these labels
     * show them; null where the judge is no better than chance. The labelled answers must be a random sample of the kind that was
     * judged. Sources: W. Rogan and B. Gladen, American Journal of Epidemiology 107 (1978); interval of Z. Lang and J. Reiczigel,
     * Preventive Veterinary Medicine 113 (2014).
     *
     * @param passed how many answers the judge let pass, of answers that bear no label
     * @param judged of how many
     */
    public @Nullable Estimate correctedPassRate(long passed, long judged) {
        if (passed < 0 || passed > judged || judged == 0) {
            throw new IllegalArgumentException("passed must lie between 0 and judged: " + passed + " of " + judged);
        }
        Estimate sensitivity = sensitivity();
        Estimate specificity = specificity();
        if (sensitivity == null || specificity == null || sensitivity.value() + specificity.value() <= 1) {
            return null;
        }
        double value =
                (passed / (double) judged + specificity.value() - 1) / (sensitivity.value() + specificity.value() - 1);
        return corrected(clip(value), passed, judged);
    }

    private Estimate corrected(double value, long passed, long judged) {
        double positives = bothPass + onlyHuman + 2.0;
        double negatives = bothFail + onlyJudge + 2.0;
        double sensitivity = (bothPass + 1) / positives;
        double specificity = (bothFail + 1) / negatives;
        double n = judged + Z * Z;
        double rate = (passed + Z * Z / 2) / n;
        double youden = sensitivity + specificity - 1;
        double centre = (rate + specificity - 1) / youden;
        double ofSensitivity = sensitivity * (1 - sensitivity) / positives;
        double ofSpecificity = specificity * (1 - specificity) / negatives;
        double shift = 2 * Z * Z * (centre * ofSensitivity - (1 - centre) * ofSpecificity);
        double error = Math.sqrt(rate * (1 - rate) / n
                        + centre * centre * ofSensitivity
                        + (1 - centre) * (1 - centre) * ofSpecificity)
                / Math.abs(youden);
        return new Estimate(
                value,
                Math.min(value, clip(centre + shift - Z * error)),
                Math.max(value, clip(centre + shift + Z * error)));
    }

    /** Wilson's score interval. */
    private static @Nullable Estimate proportion(long events, long trials) {
        if (trials == 0) {
            return null;
        }
        double rate = events / (double) trials;
        double z2 = Z * Z;
        double centre = (2 * events + z2) / (2 * (trials + z2));
        double half = Z * Math.sqrt(z2 + 4 * events * (1 - rate)) / (2 * (trials + z2));
        return new Estimate(rate, Math.min(rate, clip(centre - half)), Math.max(rate, clip(centre + half)));
    }

    private static double clip(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
