package dev.arceval;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the one implementation behind the doors. */
final class Implementation {

    private Implementation() {}

    /** Holds the provider once it was found. A failed search is not remembered: each call says again what is missing. */
    private static final class Holder {
        static final ArcEvalProvider FOUND = find(ServiceLoader.load(ArcEvalProvider.class, loader()));
    }

    static ArcEvalProvider get() {
        try {
            return Holder.FOUND;
        } catch (ExceptionInInitializerError | NoClassDefFoundError broken) {
            return find(ServiceLoader.load(ArcEvalProvider.class, loader()));
        }
    }

    private static @Nullable ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Implementation.class.getClassLoader() : context;
    }

    private static ArcEvalProvider find(ServiceLoader<ArcEvalProvider> services) {
        List<ArcEvalProvider> found = start(services);
        if (found.isEmpty()) {
            throw new ArcEvalException("No arc-eval implementation on the class path. Add dev.arceval:arc-eval-core at"
                    + " the same version as arc-eval-api.");
        }
        if (found.size() > 1) {
            throw new ArcEvalException("Several arc-eval implementations on the class path, keep one: "
                    + found.stream()
                            .map(provider -> provider.getClass().getName())
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    private static List<ArcEvalProvider> start(ServiceLoader<ArcEvalProvider> services) {
        List<ArcEvalProvider> found = new ArrayList<>();
        try {
            services.forEach(found::add);
        } catch (ServiceConfigurationError broken) {
            // The message names the class that could not be started.
            throw new ArcEvalException(
                    "An arc-eval implementation on the class path could not be started: " + broken.getMessage(),
                    broken);
        }
        return found;
    }
}
