package dev.arceval.core;

import dev.arceval.spi.TraceContext;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the tracing that the application has beside ours. */
final class TraceContexts {

    private static final Logger LOG = LoggerFactory.getLogger(TraceContexts.class);

    private TraceContexts() {}

    /** Returns the first that can be started; null if there is none. */
    static @Nullable TraceContext found() {
        for (ServiceLoader.Provider<TraceContext> service :
                ServiceLoader.load(TraceContext.class).stream().toList()) {
            try {
                return service.get();
            } catch (ServiceConfigurationError | LinkageError broken) {
                // Without the library it joins us with there is nothing to be joined.
                LOG.debug("A trace context that cannot be started is left out: {}", broken.getMessage());
            }
        }
        return null;
    }
}
