package dev.arceval.core.store;

import static dev.arceval.core.store.TestObjects.NOON;
import static dev.arceval.core.store.TestObjects.all;
import static dev.arceval.core.store.TestObjects.trace;
import static dev.arceval.core.store.TestObjects.traces;
import static dev.arceval.core.store.TestObjects.withText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class MemoryTraceStoreTest {

    @Test
    void aFullStore_dropsTheOldestAndCountsThem() {
        try (MemoryTraceStore store = new MemoryTraceStore(sizeOf(traces(100)), TestObjects::pattern)) {
            store.append(traces(100));
            assertThat(store.evicted()).isZero();
            store.append(List.of(traces(101).get(100)));
            assertThat(store.evicted()).isPositive();
            List<Trace> kept = all(store);
            assertThat(kept).isEqualTo(traces(101).subList((int) store.evicted(), 101));
        }
    }

    @Test
    void aFullStore_keepsTheSameTracesInWhateverOrderTheyCame() {
        List<Trace> traces = traces(200);
        List<Trace> shuffled = new ArrayList<>(traces);
        Collections.shuffle(shuffled, new Random(5));
        long half = sizeOf(traces) / 2;
        try (MemoryTraceStore one = new MemoryTraceStore(half, TestObjects::pattern);
                MemoryTraceStore other = new MemoryTraceStore(half, TestObjects::pattern)) {
            one.append(traces);
            shuffled.forEach(trace -> other.append(List.of(trace)));
            assertThat(all(other)).isEqualTo(all(one)).hasSizeBetween(50, 150);
        }
    }

    @Test
    void aTraceLargerThanTheStore_isDropped() {
        try (MemoryTraceStore store = new MemoryTraceStore(10_000, TestObjects::pattern)) {
            store.append(List.of(withText(trace("big", "shop", NOON), "x".repeat(10_000))));
            assertThat(store.count()).isZero();
            assertThat(store.evicted()).isEqualTo(1);
        }
    }

    @Test
    void whatIsExpiredOrMerged_isNotWeighedTwice() {
        List<Trace> traces = traces(50);
        try (MemoryTraceStore store = new MemoryTraceStore(sizeOf(traces), TestObjects::pattern)) {
            for (int round = 0; round < 20; round++) {
                store.append(traces.stream()
                        .map(trace -> Trace.of(trace.traceId(), trace.spans().subList(0, 1)))
                        .toList());
                store.append(traces);
                assertThat(store.count()).isEqualTo(50);
                store.expire("agent-0", Instant.MAX);
                store.expire("agent-1", Instant.MAX);
            }
            assertThat(store.evicted()).isZero();
        }
    }

    @Test
    void provider_takesTheSizeInMebibytes() {
        TraceStore.Provider provider = ServiceLoader.load(TraceStore.Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.scheme().equals("memory"))
                .findFirst()
                .orElseThrow();
        provider.open("", TestObjects.setup()).close();
        provider.open("64", TestObjects.setup()).close();
        assertThatThrownBy(() -> provider.open("much", TestObjects.setup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("much");
        assertThatThrownBy(() -> provider.open("0", TestObjects.setup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive");
    }

    private static long sizeOf(List<Trace> traces) {
        return traces.stream().mapToLong(TraceWeight::bytes).sum();
    }
}
