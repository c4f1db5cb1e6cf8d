package dev.arceval.core.ingest;

/** How requests follow one another in a file of protobuf, and how to tell from its first bytes. */
enum WireFraming {
    /** Requests as they are: their fields simply follow one another. */
    BARE,
    /** A varint before each request. */
    VARINT,
    /** Four bytes before each request, the highest first. */
    FOUR_BYTES,
    /** Not requests of OTLP traces. */
    UNKNOWN;

    /** Enough for any length that fits into memory. */
    private static final int MAX_LENGTH_BYTES = 5;

    private static final byte RESOURCE_SPANS = 1 << 3 | WireBytes.LENGTH;
    private static final byte RESOURCE = 1 << 3 | WireBytes.LENGTH;
    private static final byte SCOPE_SPANS = 2 << 3 | WireBytes.LENGTH;
    private static final byte SCHEMA_URL = 3 << 3 | WireBytes.LENGTH;

    /** Returns how the file is framed whose first {@code length} bytes these are. */
    static WireFraming of(byte[] head, int length) {
        if (request(head, 0, length, Long.MAX_VALUE)) {
            return BARE;
        }
        Cursor cursor = new Cursor(head, 0, length);
        long size = cursor.varint();
        if (size > 1 && request(head, cursor.at, length, size)) {
            return VARINT;
        }
        long four = length < 4
                ? 0
                : (head[0] & 0xFFL) << 24 | (head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | head[3] & 0xFF;
        return four > 1 && request(head, 4, length, four) ? FOUR_BYTES : UNKNOWN;
    }

    /** Whether a request of {@code size} bytes at most may start at {@code from}. */
    private static boolean request(byte[] head, int from, int length, long size) {
        Cursor cursor = new Cursor(head, from, length);
        if (cursor.next() != RESOURCE_SPANS) {
            return false;
        }
        long spans = cursor.varint();
        if (spans < 0 || cursor.at - from + spans > size) {
            return false;
        }
        return spans == 0 || resourceSpans(cursor, spans);
    }

    private static boolean resourceSpans(Cursor cursor, long size) {
        int start = cursor.at;
        int tag = cursor.next();
        long inner = cursor.varint();
        if ((tag != RESOURCE && tag != SCOPE_SPANS && tag != SCHEMA_URL)
                || inner < 0
                || cursor.at - start + inner > size) {
            return false;
        }
        if (tag == SCHEMA_URL || inner == 0) {
            return true;
        }
        // A resource begins with an attribute, a scope's spans with the scope or a span: a message either way.
        int first = cursor.at;
        int innerTag = cursor.next();
        long innermost = cursor.varint();
        boolean known = innerTag == (1 << 3 | WireBytes.LENGTH)
                || innerTag == (2 << 3 | WireBytes.LENGTH)
                || innerTag == (2 << 3 | WireBytes.VARINT)
                || innerTag == (3 << 3 | WireBytes.LENGTH);
        return known && innermost >= 0 && (innerTag & 7) == WireBytes.VARINT
                || known && innermost >= 0 && cursor.at - first + innermost <= inner;
    }

    /** Goes over the head; what stands behind its end is nothing. */
    private static final class Cursor {

        private final byte[] bytes;
        private final int end;
        private int at;

        Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        int next() {
            return at < end ? bytes[at++] & 0xFF : -1;
        }

        /** Returns a length, or -1. */
        long varint() {
            long value = 0;
            for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
                int next = next();
                if (next < 0) {
                    return -1;
                }
                value |= (long) (next & 0x7F) << 7 * i;
                if (next < 0x80) {
                    return value;
                }
            }
            return -1;
        }
    }
}
