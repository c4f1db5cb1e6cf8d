package dev.arceval.core.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into JSON records with the line each starts on, holding one record at a time.
 *
 * <p>A record is a line; or a value that spans lines; or an element of a top-level array. The common case must be cheap and
 * the broken case must not take its neighbours along, so a line is offered as it stands, and only when it cannot be read
 * the caller asks to {@link #extend} it: then brackets are counted, outside of texts, until they close. A record that was
 * cut off would swallow everything after it. It ends where a line starts with an opening brace and
 *
 * <ul>
 *   <li>no value can stand there, since the text before does not end in an opening bracket, a comma or a colon; or
 *   <li>lines before were records of their own; or
 *   <li>the line begins like the record itself.
 * </ul>
 *
 * <p>A text never runs over the end of a line: JSON forbids it, so an open text there is a defect of that line alone. Each
 * byte is looked at a fixed number of times, whatever the input. Positions inside a record are counted from its start, which
 * moves when the buffer is filled.
 */
final class JsonRecords {

    /** As many bytes of a record's start are compared as {@code {"resourceSpans"} has. */
    private static final int OPENING_BYTES = 16;

    /** Larger than the buffer of the stream below, which then need not copy. As much is read at once, to stay in fast memory. */
    static final int START_BUFFER = 1 << 18;

    /** Towards a known end the buffer grows in larger steps, as far as that takes little memory. */
    private static final int LARGE_STEP = 8;

    private static final int LARGEST_BY_STEPS = 16 << 20;

    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer;
    private int limit;
    private boolean endOfStream;

    /** Whether what the stream says is left may be all that is left: it is for a file, and not for a pipe. */
    private boolean knowsLength = true;

    private int start;
    private int end;
    private long line = 1;
    private long endLine = 1;
    private @Nullable String problem;

    private boolean inArray;
    private long arrayLine;
    private boolean elementExpected;
    private boolean commaExpected;
    private boolean extendable;
    private boolean linesSeen;

    /** @param buffer to start with, which is not empty */
    JsonRecords(InputStream in, int maxBytes, byte[] buffer) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.buffer = buffer;
    }

    /** Moves to the next record; false at the end. */
    boolean next() throws IOException {
        linesSeen |= extendable;
        extendable = false;
        problem = null;
        Step step = Step.SKIPPED;
        while (step == Step.SKIPPED) {
            start = end;
            line = endLine;
            step = skipBlank() ? step() : atEnd();
        }
        return step == Step.RECORD;
    }

    private enum Step {
        RECORD,
        SKIPPED,
        END
    }

    byte[] bytes() {
        return buffer;
    }

    int offset() {
        return start;
    }

    int length() {
        return end - start;
    }

    /** Returns the line on which the record starts, counted from 1. */
    long line() {
        return line;
    }

    /** Returns why the record cannot even be tried; null if it can. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Widens a record that could not be read to the lines it may span; false if there are none. */
    boolean extend() throws IOException {
        if (!extendable) {
            return false;
        }
        extendable = false;
        int before = end - start;
        boolean closed = scan(false);
        if (closed && endLine == line) {
            end = start + before;
            return false;
        }
        if (closed) {
            endAt(newlineFrom(end - start));
        }
        return closed && problem == null;
    }

    private Step step() throws IOException {
        byte first = buffer[start];
        if (inArray) {
            return switch (first) {
                case ']' -> endOfArray();
                case ',' -> comma();
                case '}' -> strayBrace();
                default -> element();
            };
        }
        if (first == '[') {
            inArray = true;
            arrayLine = line;
            elementExpected = false;
            commaExpected = false;
            return skip();
        }
        endLine = line;
        endAt(newlineFrom(0));
        extendable = problem == null;
        return Step.RECORD;
    }

    private Step atEnd() {
        if (!inArray) {
            return Step.END;
        }
        inArray = false;
        line = arrayLine;
        return broken("the array is not closed");
    }

    private Step element() throws IOException {
        boolean missingComma = commaExpected;
        // A cut-off element has no comma behind it: that is not a second defect.
        commaExpected = scan(true);
        elementExpected = false;
        return missingComma && problem == null ? broken("a comma is missing before this value") : Step.RECORD;
    }

    private Step comma() {
        skip();
        if (!commaExpected) {
            return broken("a comma without a value before it");
        }
        commaExpected = false;
        elementExpected = true;
        return Step.SKIPPED;
    }

    /** It closes nothing, and as an element it would have no length: reading would never get past it. */
    private Step strayBrace() {
        skip();
        return broken("a closing brace without an opening one");
    }

    private Step endOfArray() throws IOException {
        inArray = false;
        skip();
        if (elementExpected) {
            return broken("a comma before the end of the array");
        }
        int newline = newlineFrom(1);
        for (int at = start + 1; at < start + newline; at++) {
            if (!isBlank(buffer[at])) {
                endAt(newline);
                return broken("text after the end of the array");
            }
        }
        return Step.SKIPPED;
    }

    private Step skip() {
        end = start + 1;
        endLine = line;
        return Step.SKIPPED;
    }

    private Step broken(String what) {
        problem = what;
        return Step.RECORD;
    }

    private boolean skipBlank() throws IOException {
        while (start < limit || fill()) {
            byte next = buffer[start];
            if (!isBlank(next)) {
                return true;
            }
            if (next == '\n') {
                line++;
            }
            start++;
        }
        end = start;
        endLine = line;
        return false;
    }

    /** Returns how far behind the start the first newline at or behind {@code at} stands, or the stream ends. */
    private int newlineFrom(int at) throws IOException {
        int from = at;
        while (true) {
            int newline = Utf8.newline(buffer, start + from, limit);
            if (newline >= 0) {
                return newline - start;
            }
            from = dropIfTooLarge(limit - start);
            if (!fill()) {
                return limit - start;
            }
        }
    }

    private void endAt(int length) {
        int kept = dropIfTooLarge(length);
        end = start + kept;
    }

    /** Gives up the content of a record that is too large, so that skipping it takes no memory. Returns what is left. */
    private int dropIfTooLarge(int length) {
        if (length <= maxBytes && problem == null) {
            return length;
        }
        problem = "larger than " + (maxBytes >> 20) + " MiB";
        start += length;
        return 0;
    }

    /**
     * Sets the end behind the value that starts at the start by counting brackets.
     *
     * @return whether the brackets closed; if not, the end is where the cut-off record ends
     */
    private boolean scan(boolean element) throws IOException {
        byte[] opening = Arrays.copyOfRange(buffer, start, Math.min(start + OPENING_BYTES, limit));
        int depth = 0;
        boolean inText = false;
        boolean escaped = false;
        byte last = 0;
        int at = 0;
        endLine = line;
        while (true) {
            if (start + at == limit) {
                at = dropIfTooLarge(at);
                if (!fill()) {
                    end = limit;
                    return element && depth == 0;
                }
            }
            byte next = buffer[start + at];
            if (next == '\n') {
                if (depth == 0 || newRecordAt(at + 1, last, inText, opening)) {
                    end = start + at;
                    return depth == 0;
                }
                endLine++;
                inText = false;
                escaped = false;
            } else if (inText) {
                inText = escaped || next != '"';
                escaped = !escaped && next == '\\';
                last = next;
            } else if (next == '"') {
                inText = true;
                last = next;
            } else if (next == '{' || next == '[') {
                depth++;
                last = next;
            } else if (next == '}' || next == ']') {
                depth--;
                if (depth <= 0) {
                    // Below zero it is the bracket of the array around a plain value.
                    end = start + at + 1 + depth;
                    return true;
                }
                last = next;
            } else if (next == ',' && depth == 0 && element) {
                end = start + at;
                return true;
            } else if (!isBlank(next)) {
                last = next;
            }
            at++;
        }
    }

    private boolean newRecordAt(int at, byte last, boolean inText, byte[] opening) throws IOException {
        while (start + at + opening.length > limit && fill()) {
            // The next line's start may not have been read yet.
        }
        if (start + at >= limit || buffer[start + at] != '{') {
            return false;
        }
        boolean valueMayFollow = !inText && (last == '[' || last == ',' || last == ':');
        int from = start + at;
        int to = from + opening.length;
        return !valueMayFollow
                || linesSeen
                || (to <= limit && Arrays.equals(buffer, from, to, opening, 0, opening.length));
    }

    private boolean fill() throws IOException {
        if (endOfStream) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            grow();
        }
        int read = in.read(buffer, limit, Math.min(buffer.length - limit, START_BUFFER));
        if (read < 0) {
            endOfStream = true;
            return false;
        }
        limit += read;
        return true;
    }

    /** Makes room for all that is left, if that is known and not far more than was needed so far; else doubles it. */
    private void grow() throws IOException {
        long size = 2L * buffer.length;
        int left = knowsLength ? in.available() : 0;
        if (left > 0) {
            // With a byte more, the end shows without growing again.
            long all = 1L + limit + left;
            long step = Math.min((long) LARGE_STEP * buffer.length, LARGEST_BY_STEPS);
            size = Math.min(all, Math.max(size, step));
            knowsLength = size < all;
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(size, Integer.MAX_VALUE - 8));
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }
}
