package dev.arceval.store.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table, in the binary form of {@code COPY}. Each row is begun, then its columns follow in order. */
final class CopyRows implements AutoCloseable {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    /** The type of the elements of an array, as PostgreSQL numbers types. */
    private static final int INT4 = 23;

    private final CopyIn copy;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    CopyRows(Connection connection, String table, String columns) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
        // No flags, no extension of the header.
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    CopyRows row(int columns) throws SQLException {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    CopyRows text(@Nullable String text) throws SQLException {
        return bytes(text == null ? null : PgText.of(text).getBytes(StandardCharsets.UTF_8));
    }

    CopyRows number(long number) throws SQLException {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
        return this;
    }

    CopyRows number(int number) throws SQLException {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(number);
        return this;
    }

    CopyRows number(double number) throws SQLException {
        room(Integer.BYTES + Double.BYTES).putInt(Double.BYTES).putDouble(number);
        return this;
    }

    CopyRows numbers(int[] numbers) throws SQLException {
        boolean none = numbers.length == 0;
        int header = (none ? 3 : 5) * Integer.BYTES;
        room(Integer.BYTES + header).putInt(header + numbers.length * 2 * Integer.BYTES);
        buffer.putInt(none ? 0 : 1).putInt(0).putInt(INT4);
        if (!none) {
            buffer.putInt(numbers.length).putInt(1);
        }
        for (int number : numbers) {
            number(number);
        }
        return this;
    }

    CopyRows bytes(byte @Nullable [] bytes) throws SQLException {
        room(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length);
        if (bytes == null) {
            return this;
        }
        if (bytes.length <= buffer.capacity()) {
            room(bytes.length).put(bytes);
        } else {
            flush();
            copy.writeToCopy(bytes, 0, bytes.length);
        }
        return this;
    }

    /** Says that all rows were given. */
    void end() throws SQLException {
        room(Short.BYTES).putShort((short) -1);
        flush();
        copy.endCopy();
    }

    /** Calls the rows off unless they were ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private ByteBuffer room(int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
