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
        List<ArcEvalProvider> found = new ArrayList<>();
        for (ServiceLoader.Provider<ArcEvalProvider> service : services.stream().toList()) {
            try {
                found.add(service.get());
            } catch (ServiceConfigurationError broken) {
                throw new ArcEvalException(
                        "The arc-eval implementation " + service.type().getName() + " could not be started: "
                                + broken.getMessage(),
                        broken);
            }
        }
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
}
