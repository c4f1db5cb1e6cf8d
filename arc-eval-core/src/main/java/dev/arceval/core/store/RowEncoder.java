package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TracePacking;
import dev.arceval.trace.Trace;

/** Turns traces into rows. Holds native memory until closed; for one thread. */
final class RowEncoder implements AutoCloseable {

    static final byte STORED = 0;
    static final byte DEFLATED = 1;

    private final TraceCodec codec;
    private final TracePacking packing = new TracePacking();

    RowEncoder(TraceCodec codec) {
        this.codec = codec;
    }

    Row encode(Trace trace) {
        byte[] text = codec.encode(trace);
        byte[] packed = packing.pack(text, Row.HEADER);
        boolean worthIt = packed.length < Row.HEADER + text.length;
        return Row.sealed(
                trace.traceId(),
                trace.agent(),
                trace.agentVersion().orElse(null),
                trace.startEpochNanos(),
                OutcomeColumn.of(trace.outcome().label()),
                trace.spans().size(),
                worthIt ? DEFLATED : STORED,
                text.length,
                worthIt ? packed : plain(text));
    }

    private static byte[] plain(byte[] text) {
        byte[] body = new byte[Row.HEADER + text.length];
        System.arraycopy(text, 0, body, Row.HEADER, text.length);
        return body;
    }

    @Override
    public void close() {
        packing.close();
    }
}
