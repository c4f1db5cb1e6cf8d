package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.spi.TraceStore;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the store that a URI names. */
final class StoreProviders {

    private static final Logger LOG = LoggerFactory.getLogger(StoreProviders.class);

    private static final String JDBC = "jdbc:";

    private StoreProviders() {}

    /**
     * Opens {@code scheme:location}. Where people are used to {@code jdbc:} in front of it, that may stand there too.
     *
     * @throws ArcEvalException if no store, or more than one, answers to the scheme
     */
    static TraceStore open(String location, TraceStore.Setup setup) {
        String uri = location.startsWith(JDBC) ? location.substring(JDBC.length()) : location;
        int colon = uri.indexOf(':');
        if (colon < 1) {
            // Not shown: what was meant as a location may hold a password.
            throw new IllegalArgumentException(
                    "store must be like sqlite:directory, memory: or postgresql://host/database; found no scheme");
        }
        String scheme = uri.substring(0, colon);
        Map<String, TraceStore.Provider> found = found();
        TraceStore.Provider provider = found.get(scheme);
        if (provider == null) {
            throw new ArcEvalException("No TraceStore for scheme \"" + scheme + "\"; found: "
                    + String.join(", ", found.keySet()) + ". Add the artifact dev.arceval:arc-eval-store-" + scheme
                    + ", or the one that provides this scheme.");
        }
        return provider.open(uri.substring(colon + 1), setup);
    }

    private static Map<String, TraceStore.Provider> found() {
        Map<String, TraceStore.Provider> found = new TreeMap<>();
        for (ServiceLoader.Provider<TraceStore.Provider> service :
                ServiceLoader.load(TraceStore.Provider.class).stream().toList()) {
            try {
                TraceStore.Provider provider = service.get();
                TraceStore.Provider clash = found.put(provider.scheme(), provider);
                if (clash != null) {
                    // Which of two comes first on the class path is no choice anybody made.
                    throw new ArcEvalException("Two stores answer to the scheme \"" + provider.scheme()
                            + "\", keep one: " + clash.getClass().getName() + ", "
                            + provider.getClass().getName());
                }
            } catch (ServiceConfigurationError broken) {
                LOG.warn("A store that cannot be started is left out: {}", broken.getMessage());
            }
        }
        return found;
    }
}
