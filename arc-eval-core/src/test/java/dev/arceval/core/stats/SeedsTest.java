package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void stream_dependsOnSeedJobAndIndexAlone() {
        assertThat(first(7, "permute", 3)).isEqualTo(first(7, "permute", 3));
        assertThat(Set.of(
                        first(7, "permute", 3),
                        first(8, "permute", 3),
                        first(7, "permutf", 3),
                        first(7, "permute", 4),
                        first(7, "permut", 'e'),
                        first(7, "", 3)))
                .hasSize(6);
    }

    @Test
    void neighbouringSteps_lookUnrelated() {
        Set<Long> seen = new HashSet<>();
        long bits = 0;
        for (int j = 0; j < 10_000; j++) {
            long value = first(0, "job", j);
            seen.add(value);
            bits += Long.bitCount(value ^ first(0, "job", j + 1));
        }

        assertThat(seen).hasSize(10_000);
        assertThat(bits / 10_000.0).isBetween(31.5, 32.5);
    }

    private static long first(long seed, String job, long index) {
        return Seeds.random(seed, job, index).nextLong();
    }
}
