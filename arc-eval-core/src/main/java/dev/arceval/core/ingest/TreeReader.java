package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Reads JSON records as trees, for formats whose records are small beside a file of OTLP and refer to themselves in any
 * order. A tree is made of {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code Long}, {@code Double},
 * {@code Boolean} and, for {@code null}, {@link dev.arceval.trace.Attributes.Empty}.
 *
 * <p>Each record is kept whole or rejected with its line; see {@link RecordSpans} for what a format may do with one.
 * Immutable and thread-safe. Memory is that of the largest record, about four times its bytes.
 */
public final class TreeReader {

    /** Says what one record means. */
    public interface Mapping {

        /** Reads {@code record} and gives its spans to {@code spans}. */
        void map(Object record, RecordSpans spans);
    }

    private final JsonRecordReader records;

    public TreeReader(ReadLimits limits, Mapping mapping) {
        this.records = new JsonRecordReader(
                limits, (values, result) -> mapping.map(values.tree(), new RecordSpans(values, result)));
    }

    /** Reads all of {@code content}. */
    public void read(InputStream content, TraceFormat.Sink sink) throws IOException {
        records.read(content, sink);
    }

    /** Returns the tree of {@code text}, or null if it is not one JSON value. */
    public static @Nullable Object parse(String text) {
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() == null) {
                return null;
            }
            Object tree = new JsonValues(json, ReadLimits.none(), true, new RecordResult()).tree();
            return json.nextToken() == null ? tree : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }
}
