package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.core.json.JsonProblem;
import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a stream of JSON records for a format that says what one record means. Each record is kept whole or rejected with
 * its line and what is wrong, and reading goes on behind it.
 */
final class JsonRecordReader {

    /** Reads one record; the parser stands on its first token and is left on its last. */
    interface RecordParser {

        /** @throws MalformedRecordException if the record is refused as a whole */
        void parse(JsonValues values, RecordResult result);
    }

    /** Reads the records that are as usual, much faster; see {@link OtlpJsonBytes}. */
    interface UsualRecords {

        /** Reads a record into the result it was made for; false, and nothing in there, if it is unusual. */
        boolean read(byte[] bytes, int from, int to);
    }

    private final ReadLimits limits;
    private final RecordParser parser;
    private final BiFunction<ReadLimits, RecordResult, UsualRecords> usual;
    private final SpareBuffer spare = new SpareBuffer();

    JsonRecordReader(ReadLimits limits, RecordParser parser) {
        this(limits, parser, (within, result) -> (bytes, from, to) -> false);
    }

    /** @param usual makes the reader that is asked first */
    JsonRecordReader(ReadLimits limits, RecordParser parser, BiFunction<ReadLimits, RecordResult, UsualRecords> usual) {
        this.limits = limits;
        this.parser = parser;
        this.usual = usual;
    }

    void read(InputStream content, TraceFormat.Sink sink) throws IOException {
        JsonRecords records = new JsonRecords(content, limits.recordBytes(), spare.take());
        try {
            read(records, sink);
        } finally {
            spare.giveBack(records.bytes());
        }
    }

    private void read(JsonRecords records, TraceFormat.Sink sink) throws IOException {
        Records reader = records();
        RecordResult result = reader.result;
        while (records.next()) {
            String defect = reader.parse(records);
            if (defect != null && records.extend()) {
                defect = reader.parse(records);
            }
            if (records.problem() != null) {
                defect = records.problem();
            }
            if (defect == null) {
                result.deliver(records.line(), sink);
            } else {
                sink.reject(records.line(), defect);
            }
        }
    }

    /** Returns a reader of one record after the other; for one thread. */
    Records records() {
        return new Records();
    }

    /** Reads records into a result that is cleared before each. */
    final class Records {

        final RecordResult result = new RecordResult();
        private final UsualRecords usually = usual.apply(limits, result);

        private Records() {}

        /** Returns what is wrong with the record, or null if all of it stands in the result. */
        private @Nullable String parse(JsonRecords records) {
            return records.problem() != null
                    ? records.problem()
                    : parse(records.bytes(), records.offset(), records.length());
        }

        /** Reads one record from {@code [offset, offset + length)}; returns what is wrong with it, or null. */
        @Nullable
        String parse(byte[] bytes, int offset, int length) {
            result.clear();
            return usually.read(bytes, offset, offset + length) ? null : strictly(bytes, offset, length, result);
        }
    }

    private @Nullable String strictly(byte[] bytes, int offset, int length, RecordResult result) {
        if (!Utf8.wellFormed(bytes, offset, offset + length)) {
            return "not valid UTF-8";
        }
        boolean surrogates = Utf8.mayEscapeSurrogate(bytes, offset, offset + length);
        try (JsonParser json = Json.parser(bytes, offset, length)) {
            json.nextToken();
            parser.parse(new JsonValues(json, limits, surrogates, result), result);
            return json.nextToken() == null
                    ? null
                    : "text after the end of the record" + JsonProblem.at(json.currentTokenLocation());
        } catch (MalformedRecordException refused) {
            return refused.getMessage();
        } catch (JacksonException malformed) {
            return JsonProblem.of(malformed);
        }
    }

    /** Skips the value the parser stands on. */
    static void skip(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            json.skipChildren();
        }
    }
}
