package dev.arceval.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The SDK that was registered as global, if one was. Asking for it when none was would register that there is none, and the
 * application could not register its own any more; so it is asked only where the API can tell beforehand.
 */
final class GlobalSdk {

    private static final @Nullable MethodHandle IS_SET = isSet();

    private static volatile @Nullable Tracer known;

    private GlobalSdk() {}

    static @Nullable Tracer tracer() {
        Tracer tracer = known;
        if (tracer == null && isThere()) {
            tracer = GlobalOpenTelemetry.getTracer(AgentWork.OWN_SCOPE);
            known = tracer;
        }
        return tracer;
    }

    private static boolean isThere() {
        try {
            return IS_SET != null && (boolean) IS_SET.invokeExact();
        } catch (Throwable broken) {
            return false;
        }
    }

    /** The API has it since 1.57. */
    private static @Nullable MethodHandle isSet() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(GlobalOpenTelemetry.class, "isSet", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }
}
