package dev.arceval.opentelemetry;

import dev.arceval.spi.TraceContext;
import dev.arceval.testkit.contract.TraceContextContract;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

final class OpenTelemetryContextContractTest extends TraceContextContract {

    @Override
    protected TraceContext context() {
        return OpenTelemetryContext.of(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().build())
                .build());
    }
}
