package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class MergeableSummariesTest {

    private static final double OUTSIDE_ACCURACY = 1 + 1e-9;

    @Property(tries = 300)
    void moments_areTheSameBytesInAnyOrderAndSplit(@ForAll("mixedNumbers") List<Double> values, @ForAll Random random) {
        Moments whole = moments(values);
        List<Double> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        int split = random.nextInt(values.size() + 1);

        Moments merged = moments(shuffled.subList(split, values.size()));
        merged.merge(moments(shuffled.subList(0, split)));

        assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(merged.toBytes()).isEqualTo(whole.toBytes());
        assertThat(merged.mean()).isEqualTo(whole.mean());
        assertThat(merged.variance()).isEqualTo(whole.variance());
    }

    @Property(tries = 300)
    void moments_sumWithoutRounding(@ForAll("mixedNumbers") List<Double> values) {
        BigDecimal exact = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(moments(values).sum()).isEqualTo(exact.doubleValue());
    }

    @Property(tries = 300)
    void moments_meanIsRoundedOnce(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -9, max = 9) Double> values) {
        BigDecimal sum = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal mean = sum.divide(BigDecimal.valueOf(values.size()), new MathContext(400));

        assertThat(moments(values).mean()).hasValue(mean.doubleValue());
    }

    @Property(tries = 300)
    void moments_varianceIsThatOfExactArithmetic(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 1_000_000, max = 1_000_001) Double> values) {
        BigDecimal n = BigDecimal.valueOf(values.size());
        BigDecimal sum = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal squares =
                values.stream().map(BigDecimal::new).map(x -> x.multiply(x)).reduce(BigDecimal.ZERO, BigDecimal::add);
        double exact = squares.multiply(n)
                .subtract(sum.multiply(sum))
                .divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL128)
                .doubleValue();

        assertThat(moments(values).variance().orElseThrow()).isCloseTo(exact, Percentage.withPercentage(1e-13));
    }

    @Property(tries = 100)
    void moments_survivesSerialisation(@ForAll("mixedNumbers") List<Double> values) {
        Moments original = moments(values);

        Moments read = Moments.fromBytes(original.toBytes());
        read.add(1);
        original.add(1);

        assertThat(read).isEqualTo(original);
    }

    @Test
    void moments_ofConstantsHaveVarianceZero() {
        double[] tenths = new double[1001];
        Arrays.fill(tenths, 0.1);

        assertThat(Moments.of(tenths).variance()).hasValue(0);
        assertThat(Moments.of(tenths).mean()).hasValue(0.1);
        assertThat(Moments.of(1e150, -1e150).variance().orElseThrow()).isFinite();
        assertThat(Moments.of(3).variance()).isEmpty();
        assertThat(new Moments().mean()).isEmpty();
    }

    @Test
    void moments_mergedWithThemselvesCountTwice() {
        Moments moments = Moments.of(1, 2, 4);
        moments.merge(moments);

        assertThat(moments).isEqualTo(Moments.of(1, 1, 2, 2, 4, 4));
    }

    @Test
    void moments_carryIntoHigherDigits() {
        Moments positive = Moments.of(0.1);
        Moments negative = Moments.of(-0.1);
        for (int i = 0; i < 60; i++) {
            positive.merge(positive);
            negative.merge(negative);
        }

        assertThat(positive.count()).isEqualTo(1L << 60);
        assertThat(positive.sum()).isEqualTo(0.1 * 0x1p60);
        assertThat(negative.sum()).isEqualTo(-0.1 * 0x1p60);
        positive.merge(negative);
        assertThat(positive.sum()).isZero();
    }

    @Property(tries = 300)
    void histogram_isTheSameBytesInAnyOrderAndSplit(
            @ForAll("positiveNumbers") List<Double> values, @ForAll Random random) {
        LogHistogram whole = histogram(values);
        List<Double> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        int split = random.nextInt(values.size() + 1);

        LogHistogram merged = histogram(shuffled.subList(split, values.size()));
        merged.merge(histogram(shuffled.subList(0, split)));

        assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(merged.toBytes()).isEqualTo(whole.toBytes());
        assertThat(merged.count()).isEqualTo(values.size());
    }

    @Property(tries = 500)
    void histogram_quantileIsWithinOnePercent(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -6, max = 11.7) Double> exponents,
            @ForAll @DoubleRange(min = 0, max = 1) double q) {
        List<Double> values = exponents.stream().map(x -> Math.pow(10, x)).toList();
        double exact = values.stream().sorted().toList().get((int) (q * (values.size() - 1)));

        double quantile = histogram(values).quantile(q).orElseThrow();

        assertThat(quantile).isCloseTo(exact, within(exact * LogHistogram.RELATIVE_ACCURACY * OUTSIDE_ACCURACY));
    }

    @Property(tries = 100)
    void histogram_survivesSerialisation(@ForAll("positiveNumbers") List<Double> values) {
        LogHistogram original = histogram(values);

        LogHistogram read = LogHistogram.fromBytes(original.toBytes());
        read.add(1);
        original.add(1);

        assertThat(read).isEqualTo(original);
    }

    @Property(tries = 200)
    void sharedBins_holdEveryValueOfBothSides(
            @ForAll("positiveNumbers") List<Double> one, @ForAll("positiveNumbers") List<Double> two) {
        LogHistogram before = histogram(one);
        LogHistogram after = histogram(two);

        SharedBins bins = SharedBins.of(before, after, 30).orElse(null);

        if (one.isEmpty() || two.isEmpty()) {
            assertThat(bins).isNull();
            return;
        }
        assertThat(bins.edges()).isSorted().hasSizeBetween(2, 31).hasSize(bins.baseline().length + 1);
        assertThat(LongStream.of(bins.baseline()).sum()).isEqualTo(one.size());
        assertThat(LongStream.of(bins.current()).sum()).isEqualTo(two.size());
    }

    @Test
    void histogram_countsZeroAndValuesOutOfRange() {
        LogHistogram histogram = LogHistogram.of(0, 0, Double.MIN_VALUE, Double.MAX_VALUE);

        assertThat(histogram.count()).isEqualTo(4);
        assertThat(histogram.quantile(0.3)).hasValue(0);
        assertThat(histogram.quantile(0.7).orElseThrow()).isCloseTo(1e-6, Percentage.withPercentage(2));
        assertThat(histogram.quantile(1).orElseThrow()).isCloseTo(6.1e11, Percentage.withPercentage(2));
        assertThat(histogram.toBytes()).hasSizeLessThan(8 * (LogHistogram.MAX_BUCKETS + 3));
        assertThat(new LogHistogram().quantile(0.5)).isEmpty();
        assertThat(new LogHistogram()).isEqualTo(LogHistogram.fromBytes(new LogHistogram().toBytes()));
    }

    @Test
    void histogram_refusesWhatItCannotCount() {
        LogHistogram histogram = new LogHistogram();

        assertThatIllegalArgumentException().isThrownBy(() -> histogram.add(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> histogram.add(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> histogram.add(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> histogram.quantile(1.1));
        assertThat(histogram.count()).isZero();
    }

    @Test
    void brokenBytes_areRefused() {
        byte[] histogram = LogHistogram.of(1, 2, 3).toBytes();
        byte[] moments = Moments.of(1, 2, 3).toBytes();

        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.fromBytes(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.fromBytes(new byte[20]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogHistogram.fromBytes(Arrays.copyOf(histogram, histogram.length - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.fromBytes(Arrays.copyOf(moments, 14)));
    }

    @Provide
    Arbitrary<List<Double>> mixedNumbers() {
        Arbitrary<Double> ordinary = Arbitraries.doubles().between(-1000, 1000);
        Arbitrary<Double> extreme = Arbitraries.of(
                1e150, -1e150, 1e-300, -1e-300, Double.MIN_VALUE, 0.1, 1.0 / 3, -0.0, 0x1p-1022, 4294967296.0);
        return Arbitraries.oneOf(ordinary, extreme).list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Double>> positiveNumbers() {
        Arbitrary<Double> ordinary = Arbitraries.doubles().between(0, 100_000);
        Arbitrary<Double> extreme = Arbitraries.of(0.0, Double.MIN_VALUE, 1e-7, 1e-6, 1.0, 1e12, Double.MAX_VALUE);
        return Arbitraries.oneOf(ordinary, extreme).list().ofMaxSize(40);
    }

    private static Moments moments(List<Double> values) {
        return Moments.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static LogHistogram histogram(List<Double> values) {
        return LogHistogram.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
