package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * OTLP/JSON: an {@code ExportTraceServiceRequest} a line, as the collector's file exporter writes it, or one over many
 * lines. A line of one {@code ResourceSpans}, as the Java SDK logs it, is read as well, and so are log records that say
 * something of a span.
 *
 * <p>A request that is not valid is rejected and nothing of it is kept; a span whose ids are not valid is rejected alone.
 */
public final class OtlpJsonFormat implements TraceFormat {

    private static final Pattern EMPTY = Pattern.compile("[\\s,{}\\[\\]]*");

    private final JsonRecordReader records;

    /** Reads within {@link ReadLimits#standard()}. */
    public OtlpJsonFormat() {
        this(ReadLimits.standard());
    }

    public OtlpJsonFormat(ReadLimits limits) {
        this.records = reader(limits);
    }

    static JsonRecordReader reader(ReadLimits limits) {
        return new JsonRecordReader(
                limits,
                (values, result) -> new OtlpJsonRecord(values, result).read(),
                (within, result) -> new OtlpJsonBytes(within, result)::read);
    }

    @Override
    public String name() {
        return "otlp-json";
    }

    @Override
    public int recognise(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String trimmed = text.stripLeading();
        if (trimmed.isEmpty() || "{[".indexOf(trimmed.charAt(0)) < 0) {
            return text.contains("\n{\"resourceSpans\"") || text.contains("\n{\"resourceLogs\"") ? 90 : 0;
        }
        if (text.contains("\"resourceSpans\"") || text.contains("\"scopeSpans\"")) {
            return 100;
        }
        if (text.contains("\"resourceLogs\"") && text.contains("\"scopeLogs\"")) {
            return 100;
        }
        // An export of nothing is one.
        return EMPTY.matcher(text).matches() ? 10 : 0;
    }

    /** Whether a file that starts like this holds logs and no spans, as far as can be seen. */
    static boolean holdsLogs(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.contains("\"resourceLogs\"") && !text.contains("\"resourceSpans\"");
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        records.read(content, sink);
    }
}
