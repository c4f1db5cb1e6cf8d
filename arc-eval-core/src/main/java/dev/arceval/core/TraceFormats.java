package dev.arceval.core;

import dev.arceval.core.ingest.TraceReader;
import dev.arceval.core.ingest.format.Formats;
import dev.arceval.spi.TraceFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The formats that can be read: our own, and those found on the class path. */
final class TraceFormats {

    private static final Logger LOG = LoggerFactory.getLogger(TraceFormats.class);

    private TraceFormats() {}

    static List<TraceFormat> found() {
        List<TraceFormat> formats = new ArrayList<>(Formats.all());
        formats.addAll(TraceReader.builtIn());
        for (ServiceLoader.Provider<TraceFormat> service :
                ServiceLoader.load(TraceFormat.class).stream().toList()) {
            try {
                formats.add(service.get());
            } catch (ServiceConfigurationError broken) {
                LOG.warn("A trace format that cannot be started is left out: {}", broken.getMessage());
            }
        }
        return formats;
    }
}
