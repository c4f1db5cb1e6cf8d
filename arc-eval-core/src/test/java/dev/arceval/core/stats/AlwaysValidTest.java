package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Evidence that may be looked at at any time. */
class AlwaysValidTest {

    /**
     * scipy 1.17.1, with g = (r + log r + 1) / 500, r = -2 log .05: log of
     * {@code quad(lambda d: nct.pdf(T, n-1, d*sqrt(n)) * 2*norm.pdf(d, 0, sqrt(g)), 0, 12*sqrt(g)) / t.pdf(T, n-1)}.
     */
    @Test
    void meanEvidence_matchesTheIntegralOverEffects() {
        assertThat(evidence(2.5, 100).logAbove(0)).isCloseTo(2.0894784149533487, within(1e-9));
        assertThat(evidence(4, 60).logAbove(0)).isCloseTo(3.8068481754392267, within(1e-9));
        assertThat(evidence(.3, 40).logAbove(0)).isCloseTo(-0.10412321561649576, within(1e-9));
    }

    @Test
    void meanEvidence_intervalEndsWhereTheEvidenceIsJustEnough() {
        MeanEvidence evidence = evidence(2.5, 100);

        Interval interval = evidence.interval(.95);

        assertThat(evidence.logAbove(interval.lower())).isCloseTo(Math.log(40), within(1e-9));
        assertThat(evidence.logBelow(interval.upper())).isCloseTo(Math.log(40), within(1e-9));
        assertThat(interval.contains(.25)).isTrue();
    }

    @Property(tries = 100)
    void meanEvidence_isMirrored(@ForAll @DoubleRange(min = -30, max = 30) double t) {
        assertThat(evidence(t, 50).logAbove(0)).isEqualTo(evidence(-t, 50).logBelow(0));
    }

    /** scipy 1.17.1: {@code logsumexp(binom.logpmf(x, n, q) - binom.logpmf(x, n, p)) - log(5)}, q from odds ratios. */
    @Test
    void rateEvidence_matchesTheLikelihoodRatios() {
        assertThat(new RateEvidence(20, 300).logAbove(.03)).isCloseTo(4.041498021403711, within(1e-9));
        assertThat(new RateEvidence(3, 300).logBelow(.05)).isCloseTo(6.376219953331738, within(1e-9));
        // scipy 1.17.1: beta.isf(.01, 4, 97)
        assertThat(new RateEvidence(3, 100).upperBound(.01)).isCloseTo(0.09697104526534446, within(1e-12));
    }

    @Test
    void rateEvidence_ofNothing_saysNothing() {
        assertThat(new RateEvidence(0, 0).logAbove(.1)).isZero();
        assertThat(new RateEvidence(0, 0).interval(.95)).isEqualTo(new Interval(0, 1));
        assertThat(new RateEvidence(5, 5).logAbove(0)).isFinite().isPositive();
        assertThat(new RateEvidence(5, 5).upperBound(.01)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new RateEvidence(2, 1));
    }

    /** The expectation over all outcomes of a fixed number of units is at most 1 where the bound is the truth. */
    @Property(tries = 50)
    void rateEvidence_hasExpectationOne(
            @ForAll @DoubleRange(min = .01, max = .9) double rate, @ForAll @IntRange(min = 1, max = 60) int units) {
        CountDistribution events = CountDistribution.binomial(units, rate);
        double expected = 0;
        for (int k = 0; k <= units; k++) {
            expected += events.at(k) * Math.exp(new RateEvidence(k, units).logAbove(rate));
        }
        assertThat(expected).isCloseTo(1, within(1e-9));
    }

    @Test
    void bettingEvidence_isTheMeanWealthOfTheBettors() {
        // numpy: s = (arange(48) + .5) / 48; log(mean((1 - s)**3 * (1 + s)**14))
        assertThat(new BettingEvidence(3, 14, 40).logBelow(0)).isCloseTo(3.0604169185343966, within(1e-12));
        assertThat(new BettingEvidence(14, 3, 40).logAbove(0)).isCloseTo(3.0604169185343966, within(1e-12));
    }

    @Test
    void bettingEvidence_evenPairsAloneShowThatNothingFellByTheMargin() {
        assertThat(new BettingEvidence(0, 0, 60).logAbove(-.05)).isLessThan(Math.log(20));
        assertThat(new BettingEvidence(0, 0, 120).logAbove(-.05)).isGreaterThan(Math.log(20));
        assertThat(new BettingEvidence(0, 0, 120).logBelow(0)).isZero();
    }

    @Test
    void bettingEvidence_intervalCoversTheMean_andShrinks() {
        Interval few = new BettingEvidence(2, 4, 14).interval(.95);
        Interval many = new BettingEvidence(200, 400, 1_400).interval(.95);
        assertThat(few.contains(-.1)).isTrue();
        assertThat(few.lower()).isGreaterThan(-1);
        assertThat(many.contains(-.1)).isTrue();
        assertThat(many.upper()).isLessThan(0);
    }

    @Test
    void eBenjaminiHochberg_choosesWhatStandsOutAmongItsNumber() {
        double threshold = EBenjaminiHochberg.threshold(logs(1, 55, 45, 2, .5), .05);
        // Two of five need 5 / (2 * .05) = 50 each, one needs 100: none.
        assertThat(threshold).isInfinite();
        assertThat(EBenjaminiHochberg.threshold(logs(1, 55, 51, 2, .5), .05)).isEqualTo(Math.log(51));
        assertThat(EBenjaminiHochberg.threshold(logs(1, 101, 2), .05)).isEqualTo(Math.log(101));
        assertThat(EBenjaminiHochberg.threshold(logs(), .05)).isInfinite();
    }

    /**
     * The levels of LORD++, written down independently:
     *
     * <pre>
     * w = lambda i: .07720838 * log(max(i, 2)) / (i * exp(sqrt(log(i))))
     * level(t) = w(t) * .025 + w(t - first) * .025 + sum(w(t - other) * .05)
     * </pre>
     */
    @Test
    void onlineTests_giveTheLevelsOfLord() {
        double[] levels = {
            0.0013379192728150216, 0.00029095514457354353, 0.0015857317426765394, 0.0004970452960477268,
            0.0004225342125952175, 0.00035723766001580465, 0.00030770784819840696, 0.0002697781443246056
        };
        double[] pValues = {.5, .0001, .3, .001, .9, .0005, .02, .0003};
        OnlineTests tests = new OnlineTests(.05);
        for (int i = 0; i < levels.length; i++) {
            assertThat(tests.level()).isCloseTo(levels[i], within(1e-15));
            assertThat(tests.test(pValues[i])).isEqualTo(i == 1);
        }
        assertThat(tests.alarms()).containsExactly(2L);
        assertThat(new OnlineTests(.05, 8, List.of(2L)).level()).isEqualTo(tests.level());
        assertThatIllegalArgumentException().isThrownBy(() -> new OnlineTests(.05, 1, List.of(2L)));
    }

    @Test
    void onlineTests_manyAlarms_earnLevels_andStayBounded() {
        OnlineTests tests = new OnlineTests(.05);
        for (int i = 0; i < 1_500; i++) {
            tests.test(0);
        }
        assertThat(tests.alarms()).hasSize(1_000).startsWith(1L);
        assertThat(tests.level()).isBetween(.01, .05);
    }

    @Test
    void evidence_lookedAtAfterEveryValue_seldomMisleads() {
        SplittableRandom random = new SplittableRandom(3);
        int misled = 0;
        for (int repeat = 0; repeat < 200; repeat++) {
            double sum = 0;
            double squares = 0;
            boolean alarm = false;
            for (int n = 1; n <= 400; n++) {
                double value = random.nextGaussian();
                sum += value;
                squares += value * value;
                if (n >= 30) {
                    double variance = (squares - sum * sum / n) / (n - 1);
                    alarm |= new MeanEvidence(sum / n, variance / n, n - 1, variance).logAbove(0) > Math.log(20);
                }
            }
            misled += alarm ? 1 : 0;
        }
        // 5 % of 200 are 10; a correct test passes 20 once in a thousand.
        assertThat(misled).isLessThanOrEqualTo(20);
    }

    private static MeanEvidence evidence(double t, int n) {
        return new MeanEvidence(t / Math.sqrt(n), 1.0 / n, n - 1, 1);
    }

    private static double[] logs(double... values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }
}
