package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TracePacking;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns rows back into traces, and refuses a row that is not as it was written. Holds native memory; for one thread. */
final class RowDecoder implements AutoCloseable {

    private final TraceCodec codec;
    private final Path file;
    private final TracePacking packing = new TracePacking();

    /**
     * @param file where the rows come from, for messages
     */
    RowDecoder(TraceCodec codec, Path file) {
        this.codec = codec;
        this.file = file;
    }

    Trace decode(Row row) {
        if (!row.isIntact()) {
            throw damaged(row, "its checksum does not match", null);
        }
        try {
            Trace trace = codec.decode(text(row));
            if (!trace.traceId().equals(row.traceId())) {
                throw damaged(row, "its body is that of another trace", null);
            }
            return trace;
        } catch (IllegalArgumentException unreadable) {
            throw damaged(row, "its body cannot be read", unreadable);
        }
    }

    /** Returns the error of a row that an index gave for something else. */
    TraceStoreException misplaced(Row row) {
        return damaged(row, "an index takes it for another", null);
    }

    private byte[] text(Row row) {
        byte[] body = row.body();
        return switch (row.format()) {
            case RowEncoder.STORED -> Arrays.copyOfRange(body, Row.HEADER, body.length);
            case RowEncoder.DEFLATED -> packing.unpack(body, Row.HEADER, row.length());
            default -> throw new IllegalArgumentException("unknown body format " + row.format());
        };
    }

    private TraceStoreException damaged(Row row, String what, @Nullable Throwable cause) {
        return new TraceStoreException(
                Problem.DAMAGED, "Trace " + row.traceId() + " in " + file + " is damaged: " + what + ".", cause);
    }

    @Override
    public void close() {
        packing.close();
    }
}
