package dev.arceval.spi;

import dev.arceval.trace.Trace;

/**
 * Turns traces into bytes and back, without loss. Given to a store when it is opened; thread-safe.
 *
 * @since 0.1
 */
public interface TraceCodec {

    /** Returns the trace as OTLP/JSON in UTF-8, uncompressed. */
    byte[] encode(Trace trace);

    /**
     * Returns the trace that {@link #encode} was given.
     *
     * @throws IllegalArgumentException if the bytes are no trace written by {@link #encode}
     */
    Trace decode(byte[] bytes);
}
