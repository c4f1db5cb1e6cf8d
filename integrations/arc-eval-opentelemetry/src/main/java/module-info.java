/** Arc-Eval beside an OpenTelemetry SDK. */
module dev.arceval.opentelemetry {
    requires transitive dev.arceval.api;
    requires static org.jspecify;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static io.opentelemetry.sdk.autoconfigure.spi;
    requires static io.opentelemetry.sdk.common;
    requires static io.opentelemetry.sdk.trace;

    exports dev.arceval.opentelemetry;

    provides dev.arceval.spi.TraceContext with
            dev.arceval.opentelemetry.OpenTelemetryContext;
    provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
            dev.arceval.opentelemetry.RecyclingAutoConfiguration;
}
