package dev.arceval.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecyclingAutoConfigurationTest {

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("arceval.store");
    }

    /** What {@code java -Dotel...} does. */
    private OpenTelemetrySdk sdk(Map<String, String> properties) {
        System.setProperty("arceval.store", directory.toString());
        Map<String, String> all = new HashMap<>(properties);
        all.put("otel.traces.exporter", "none");
        all.put("otel.metrics.exporter", "none");
        all.put("otel.logs.exporter", "none");
        AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder();
        return builder.disableShutdownHook()
                .addPropertiesSupplier(() -> all)
                .build()
                .getOpenTelemetrySdk();
    }

    private static String chat(OpenTelemetrySdk sdk) {
        Span span = sdk.getTracer("framework")
                .spanBuilder("chat")
                .setAttribute("gen_ai.operation.name", "chat")
                .startSpan();
        span.end();
        return span.getSpanContext().getTraceId();
    }

    @Test
    void oneProperty_recyclesWhatAFrameworkTraces() {
        OpenTelemetrySdk sdk = sdk(Map.of("arceval.opentelemetry.enabled", "true"));
        String traceId = chat(sdk);
        sdk.close();

        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(directory).build()) {
            assertThat(recycler.find(traceId)).isPresent();
        }
    }

    @Test
    void dependencyAlone_writesNothing() {
        OpenTelemetrySdk sdk = sdk(Map.of());
        chat(sdk);
        sdk.close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void storeThatCannotBeOpened_leavesTheSdkAsItIs() {
        try (TraceRecycler other = TraceRecycler.builder().directory(directory).build()) {
            OpenTelemetrySdk sdk = sdk(Map.of("arceval.opentelemetry.enabled", "true"));
            assertThat(chat(sdk)).hasSize(32);
            sdk.close();
            assertThat(other.capture().produced()).isZero();
        }
    }
}
