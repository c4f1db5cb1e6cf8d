package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.ReadLimits;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.TreeReader;
import dev.arceval.spi.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** Joins a {@link JsonFormat} to the reader of records. */
final class JsonTraceFormat implements TraceFormat {

    /** Enough to find the names a format is known by behind a long prompt. */
    static final int HEAD_BYTES = 64 << 10;

    private final JsonFormat format;
    private final TreeReader records;

    JsonTraceFormat(JsonFormat format, ReadLimits limits) {
        this.format = format;
        this.records = new TreeReader(limits, (record, spans) -> format.read(Node.root(record), spans));
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public int recognise(byte[] head) {
        return format.recognise(Shape.of(head));
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        records.read(format instanceof OfOneList list ? whole(content, list) : content, sink);
    }

    /** A format that may come as one list whose items only mean something together. */
    interface OfOneList {

        /** Whether the list that starts so is one record; it is then read as the field {@code list} of an object. */
        boolean isOneRecord(Shape shape);
    }

    private static InputStream whole(InputStream content, OfOneList format) throws IOException {
        byte[] head = content.readNBytes(HEAD_BYTES);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), content);
        Shape shape = Shape.of(head);
        if (!shape.isList() || !format.isOneRecord(shape)) {
            return all;
        }
        return new SequenceInputStream(Collections.enumeration(List.of(text("{\"list\":"), all, text("}"))));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
