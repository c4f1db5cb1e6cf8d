package dev.arceval.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.arceval.spi.TraceCodec;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TraceCodec} must do: nothing of a trace is lost, and the same trace gives the same bytes, by which a
 * store knows a duplicate.
 *
 * @since 0.1
 */
public abstract class TraceCodecContract {

    /** Returns the codec under test; called once a test. */
    protected abstract TraceCodec codec();

    @Test
    void decode_givesTheTraceBack() {
        TraceCodec codec = codec();
        for (Trace trace : traces()) {
            assertEquals(trace, codec.decode(codec.encode(trace)));
        }
    }

    @Test
    void encode_ofEqualTracesGivesEqualBytes() {
        TraceCodec codec = codec();
        for (Trace trace : traces()) {
            byte[] bytes = codec.encode(trace);
            assertArrayEquals(bytes, codec.encode(trace));
            assertArrayEquals(bytes, codec.encode(codec.decode(bytes)));
        }
    }

    @Test
    void encode_isTheSameFromSeveralThreads() throws Exception {
        TraceCodec codec = codec();
        Trace rich = ContractTraces.rich("t1");
        byte[] alone = codec.encode(rich);
        for (byte[] bytes : Threads.runTogether(() -> codec.encode(rich))) {
            assertArrayEquals(alone, bytes);
            assertEquals(rich, codec.decode(bytes));
        }
    }

    @Test
    void decode_refusesAnythingElse() {
        TraceCodec codec = codec();
        byte[] whole = codec.encode(ContractTraces.rich("t1"));
        List<byte[]> broken =
                new ArrayList<>(List.of(new byte[0], new byte[100], "{}".getBytes(UTF_8), "[]".getBytes(UTF_8)));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 500) {
            broken.add(Arrays.copyOf(whole, length));
        }
        for (byte[] bytes : broken) {
            assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes));
        }
    }

    private static List<Trace> traces() {
        List<Trace> traces = new ArrayList<>(ContractTraces.crowd());
        traces.add(ContractTraces.rich("t1"));
        traces.add(Trace.of("x".repeat(128), List.of(Span.builder("s", "").build())));
        return traces;
    }
}
