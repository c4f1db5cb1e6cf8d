package dev.arceval.spi;

import dev.arceval.trace.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads one kind of trace file. Found through {@link java.util.ServiceLoader}; thread-safe.
 *
 * @since 0.1
 */
public interface TraceFormat {

    /** Returns the name reports show, such as {@code otlp-json}. */
    String name();

    /**
     * Returns how sure this format is that it can read a file that starts like this, from 0 (not mine) to 100 (certainly
     * mine). The surest format reads the file.
     *
     * @param head the first bytes after decompression, up to 64 KiB
     */
    int recognise(byte[] head);

    /**
     * Reads all of {@code content}, in memory bounded by the largest single record. A record that cannot be read is given
     * to {@link Sink#reject} and reading goes on where the format allows it.
     *
     * @throws IOException if the stream fails; what was read before has been delivered
     */
    void read(InputStream content, Sink sink) throws IOException;

    /** Takes what a format reads. */
    interface Sink {

        /**
         * Takes spans of one trace. The same trace may come in several calls, in any order.
         *
         * @param line where they stand, counted from 1; the line on which the record starts
         */
        void accept(long line, String traceId, List<Span> spans);

        /**
         * Takes what a record of another kind, such as a log record, says of a span. The span may come before or after it.
         *
         * @param line where it stands, counted from 1
         */
        default void event(long line, String traceId, String spanId, Span.Event event) {
            repaired(line, "event without its span left out");
        }

        /**
         * Takes note of a record that could not be read.
         *
         * @param line where it stands, counted from 1
         * @param reason what is wrong, without quoting values: they may be secret
         */
        void reject(long line, String reason);

        /**
         * Takes note of something that was repaired while a record was kept, such as an end before its start.
         *
         * @param line where it stands, counted from 1
         * @param repair what was done, as a short fixed text that can be counted
         */
        void repaired(long line, String repair);
    }
}
