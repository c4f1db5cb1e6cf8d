package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RobustOutliersTest {

    /** The experiment S23 of our acceptance list: 20 groups, log sd 0.5, one value in a hundred ten times too slow. */
    @Test
    void plantedSlowRuns_areFound() {
        int planted = 0;
        int found = 0;
        int reported = 0;
        for (int run = 0; run < 20; run++) {
            Samples samples = new Samples("outliers", run);
            List<LogHistogram> groups = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            for (int g = 0; g < 20; g++) {
                double[] sample = samples.logNormal(5 + 0.2 * g, 0.5, 100);
                sample[g] *= 10;
                values.add(sample);
                groups.add(LogHistogram.of(sample));
            }
            RobustOutliers outliers = RobustOutliers.fit(groups);
            for (int g = 0; g < 20; g++) {
                planted++;
                found += outliers.isOutlier(g, values.get(g)[g]) ? 1 : 0;
                for (double value : values.get(g)) {
                    reported += outliers.isOutlier(g, value) ? 1 : 0;
                }
            }
        }

        assertThat((double) found / planted).isGreaterThanOrEqualTo(0.85);
        assertThat((double) found / reported).isGreaterThanOrEqualTo(0.80);
    }

    @Test
    void groupsAreJudgedAgainstThemselves() {
        Samples samples = new Samples("groups", 1);
        RobustOutliers outliers = RobustOutliers.fit(List.of(
                LogHistogram.of(samples.logNormal(0, 0.3, 200)), LogHistogram.of(samples.logNormal(5, 0.3, 200))));

        assertThat(outliers.isOutlier(0, Math.exp(5))).isTrue();
        assertThat(outliers.isOutlier(1, Math.exp(5))).isFalse();
        assertThat(outliers.z(1, Math.exp(5.3))).isCloseTo(1, within(0.3));
        assertThat(outliers.isOutlier(1, 0.001)).isFalse();
    }

    @Test
    void tinyGroups_areJudgedAgainstAllValues() {
        LogHistogram many = LogHistogram.of(new Samples("tiny", 1).logNormal(5, 0.3, 200));
        RobustOutliers outliers = RobustOutliers.fit(List.of(many, LogHistogram.of(Math.exp(9))));

        assertThat(outliers.isOutlier(1, Math.exp(9))).isTrue();
    }

    @Test
    void constantAndEmptyGroups_reportNothing() {
        RobustOutliers constant = RobustOutliers.fit(List.of(LogHistogram.of(7, 7, 7, 7, 0), new LogHistogram()));

        assertThat(constant.isOutlier(0, 7)).isFalse();
        assertThat(constant.isOutlier(1, 7)).isFalse();
        assertThat(RobustOutliers.fit(List.of(new LogHistogram())).isOutlier(0, 5))
                .isFalse();
    }
}
