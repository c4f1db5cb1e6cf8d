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

    /** Returns the first; null if there is none, or if it cannot be started. */
    static @Nullable TraceContext found() {
        try {
            return ServiceLoader.load(TraceContext.class).findFirst().orElse(null);
        } catch (ServiceConfigurationError | LinkageError broken) {
            // Without the library it joins us with there is nothing to be joined.
            LOG.debug("A trace context that cannot be started is left out: {}", broken.getMessage());
            return null;
        }
    }
}
