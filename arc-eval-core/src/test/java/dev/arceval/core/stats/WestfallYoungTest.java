package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WestfallYoungTest {

    @Test
    void singleTestIsFishers() {
        // Python: sum(comb(18, i) * comb(82, 10 - i) for i in range(8, 11)) / comb(100, 10) -> 8.62785939071913e-06
        long[] row = set(100, i -> i < 10);
        long[] events = set(100, i -> i < 8 || (i >= 10 && i < 20));

        WestfallYoung.Result result = WestfallYoung.test(List.of(row), events, singles(100), 1);

        assertThat(result.p()[0]).isCloseTo(8.62785939071913e-06, within(1e-17));
        assertThat(result.pAdjusted()[0]).isEqualTo(1 / 1001.0);
    }

    /** Permutations end early where nothing is near a level; what is said then is as true as before. */
    @Test
    void ofOneProperty_thePermutationsSayWhatTheExactTestSays() {
        for (int shared : new int[] {10, 11, 12, 13, 14}) {
            long[] row = set(100, i -> i < 20);
            long[] events = set(100, i -> i < shared || (i >= 20 && i < 60 - shared));

            WestfallYoung.Result result = WestfallYoung.test(List.of(row), events, singles(100), shared);

            assertThat(result.pAdjusted()[0]).isCloseTo(result.p()[0], withinPercentage(30));
        }
    }

    @Test
    void adjustedIsNeverBelowTheUnadjustedOrder() {
        SplittableRandom random = new SplittableRandom(5);
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(set(200, unit -> random.nextInt(4) == 0));
        }
        long[] events = set(200, unit -> random.nextInt(3) == 0);

        WestfallYoung.Result result = WestfallYoung.test(rows, events, singles(200), 2);

        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                if (result.p()[i] < result.p()[j]) {
                    assertThat(result.pAdjusted()[i]).isLessThanOrEqualTo(result.pAdjusted()[j]);
                }
            }
        }
    }

    @Test
    void repeatedUnitsAreOnePieceOfEvidence() {
        // One of 12 blocks of 20 has both the property and the event throughout.
        long[] row = set(240, i -> i < 20);
        long[] blocks = LongStream.range(0, 240).map(i -> i / 20).toArray();

        double free = WestfallYoung.test(List.of(row), row, singles(240), 3).pAdjusted()[0];
        double blocked = WestfallYoung.test(List.of(row), row, blocks, 3).pAdjusted()[0];

        assertThat(free).isLessThan(.002);
        assertThat(blocked).isBetween(.04, .13);
    }

    /** All runs of 12 tasks fail and show the property, those of 12 others neither; only tasks of one size can trade that. */
    @Test
    void blocksTradeWithBlocksOfTheSameSizeOnly() {
        long[] equal = LongStream.range(0, 24 * 5).map(i -> i / 5).toArray();
        long[] fiveOrSix = LongStream.range(0, 12 * 11)
                .map(i -> i < 60 ? i / 5 : 12 + (i - 60) / 6)
                .toArray();
        long[] row = set(equal.length, i -> i < 60);
        long[] rowOfFive = set(fiveOrSix.length, i -> i < 60);

        assertThat(WestfallYoung.test(List.of(row), row, equal, 5).pAdjusted()[0])
                .isLessThan(.002);
        assertThat(WestfallYoung.test(List.of(rowOfFive), rowOfFive, fiveOrSix, 5)
                        .pAdjusted()[0])
                .isEqualTo(1);
    }

    @Test
    void oneBlockIsComparedWithinItself() {
        long[] row = set(60, i -> i % 2 == 0);
        long[] events = set(60, i -> i % 2 == 0 && i % 6 != 0);

        assertThat(WestfallYoung.test(List.of(row), events, new long[60], 4).pAdjusted()[0])
                .isLessThan(.01);
    }

    @Test
    void withoutEventsOrPropertiesThereIsNothingToFind() {
        assertThat(WestfallYoung.test(List.of(), set(10, i -> true), singles(10), 1)
                        .p())
                .isEmpty();
        assertThat(WestfallYoung.test(List.of(set(10, i -> i < 5)), set(10, i -> false), singles(10), 1)
                        .pAdjusted())
                .containsExactly(1);
    }

    private static long[] singles(int units) {
        return LongStream.range(0, units).toArray();
    }

    private static long[] set(int units, IntPredicate member) {
        long[] set = new long[(units + 63) / 64];
        for (int i = 0; i < units; i++) {
            set[i >> 6] |= member.test(i) ? 1L << i : 0;
        }
        return set;
    }
}
