package dev.arceval.store.postgresql;

import dev.arceval.spi.TracePacking;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Trace;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Turns traces into rows and bodies back into traces. Holds native memory until closed; for one thread. */
final class RowCodec implements AutoCloseable {

    /** The checksum of the text, and its length. */
    private static final int HEADER = 2 * Integer.BYTES;

    private final Setup setup;
    private final Location location;
    private final TracePacking packing = new TracePacking();

    /** @param location where rows come from, for messages */
    RowCodec(Setup setup, Location location) {
        this.setup = setup;
        this.location = location;
    }

    Row encode(Trace trace) {
        byte[] text = setup.codec().encode(trace);
        byte[] body = packing.pack(text, HEADER);
        ByteBuffer.wrap(body).putInt(checksum(text)).putInt(text.length);
        return Row.of(trace, pattern(trace), body);
    }

    Trace decode(String traceId, byte[] body) {
        if (body.length < HEADER) {
            throw damaged(traceId, "its body is too short", null);
        }
        ByteBuffer header = ByteBuffer.wrap(body);
        int checksum = header.getInt();
        try {
            byte[] text = packing.unpack(body, HEADER, Math.max(0, header.getInt()));
            if (checksum(text) != checksum) {
                throw damaged(traceId, "its checksum does not match", null);
            }
            Trace trace = setup.codec().decode(text);
            if (!trace.traceId().equals(traceId)) {
                throw damaged(traceId, "its body is that of another trace", null);
            }
            return trace;
        } catch (IllegalArgumentException unreadable) {
            throw damaged(traceId, "its body cannot be read", unreadable);
        }
    }

    String pattern(Trace trace) {
        return setup.patterns().apply(trace);
    }

    private static int checksum(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text);
        return (int) crc.getValue();
    }

    private TraceStoreException damaged(String traceId, String what, @Nullable Throwable cause) {
        return new TraceStoreException(
                Problem.DAMAGED, "Trace " + traceId + " in " + location + " is damaged: " + what + ".", cause);
    }

    @Override
    public void close() {
        packing.close();
    }
}
