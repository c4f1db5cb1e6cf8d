package dev.arceval.opentelemetry;

import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;

/**
 * Adds a {@link RecyclingSpanProcessor} to SDKs that configure themselves, those of the OpenTelemetry Java agent and of the
 * Spring Boot starter among them: put this module and {@code arc-eval-core} on the class path and set
 *
 * <pre>{@code arceval.opentelemetry.enabled=true}</pre>
 *
 * <p>or the environment variable {@code ARCEVAL_OPENTELEMETRY_ENABLED}. The recycler is the one that {@link
 * TraceRecycler.Builder#fromEnvironment()} describes; it is the default of {@link Tracer#wrap} as well, and is closed with
 * the SDK. If it cannot be opened, a warning is logged and the SDK is left as it is.
 *
 * @since 0.1
 */
public final class RecyclingAutoConfiguration implements AutoConfigurationCustomizerProvider {

    private static final System.Logger LOG = System.getLogger("dev.arceval.opentelemetry");

    private static final String ENABLED = "arceval.opentelemetry.enabled";

    /** For {@link java.util.ServiceLoader}. */
    public RecyclingAutoConfiguration() {}

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        configuration.addTracerProviderCustomizer(RecyclingAutoConfiguration::added);
    }

    private static SdkTracerProviderBuilder added(SdkTracerProviderBuilder sdk, ConfigProperties properties) {
        if (!properties.getBoolean(ENABLED, false)) {
            return sdk;
        }
        try {
            TraceRecycler recycler = open();
            Tracer.setDefault(recycler);
            return sdk.addSpanProcessor(RecyclingSpanProcessor.owning(recycler));
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.WARNING, "OpenTelemetry spans are not recycled: {0}", broken.getMessage());
            return sdk;
        }
    }

    /** Implementations lie beside this class, which in the Java agent is not where the application's classes are. */
    private static TraceRecycler open() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(RecyclingAutoConfiguration.class.getClassLoader());
        try {
            return TraceRecycler.builder().fromEnvironment().build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
