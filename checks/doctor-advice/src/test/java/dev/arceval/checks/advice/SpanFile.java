package dev.arceval.checks.advice;

import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** OpenTelemetry's own OTLP/JSON export, into a file. */
final class SpanFile implements SpanExporter {

    private final OutputStream out;
    private final SpanExporter json;

    SpanFile(Path file) {
        try {
            out = Files.newOutputStream(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        json = OtlpStdoutSpanExporter.builder()
                .setOutput(out)
                .setWrapperJsonObject(true)
                .build();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return json.export(spans);
    }

    @Override
    public CompletableResultCode flush() {
        return json.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        CompletableResultCode result = json.shutdown();
        try {
            out.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return result;
    }
}
