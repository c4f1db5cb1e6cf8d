package dev.arceval.springai;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Records what Spring AI observes: a call of a {@code ChatClient} as a call of the agent, with steps for every call of a
 * chat model (messages, model, tokens, finish reason), of a tool (arguments, result) and of an embedding model.
 * The id of the chat memory is the conversation.
 *
 * <p>With Spring Boot, {@link ArcEvalAutoConfiguration} registers it. Without:
 *
 * {@snippet :
 * observationRegistry.observationConfig().observationHandler(new RecordingObservationHandler(tracer));
 * }
 *
 * <p>Content is taken from the framework's own objects, whatever the settings for logging prompts and completions are.
 * Nothing here throws into the application. Steps stand below the step of the observation they were made in, on whatever
 * thread; what a tool records with the same tracer stands below the tool's. Thread-safe.
 *
 * @since 0.1
 */
public final class RecordingObservationHandler implements ObservationHandler<Context> {

    private final Tracer tracer;
    private final Steps steps = new Steps();

    /** The scopes that are open on a thread; the framework closes them in the opposite order. */
    private final ThreadLocal<@Nullable Deque<ActiveSpan.Scope>> open = new ThreadLocal<>();

    /** Records to {@code tracer}. */
    public RecordingObservationHandler(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public boolean supportsContext(Context context) {
        return steps.kind(context) != null;
    }

    @Override
    public void onStart(Context context) {
        ActiveSpan parent = parent(context.getParentObservation());
        if (parent == null) {
            begin(context);
            return;
        }
        try (ActiveSpan.Scope below = parent.resume()) {
            begin(context);
        }
    }

    /** The step is current only where the framework opens a scope: a stream ends on another thread. */
    private void begin(Context context) {
        ActiveSpan span = steps.open(tracer, context);
        if (span != null) {
            context.put(this, span.detach());
        }
    }

    /** Returns the step of the nearest observation around that has one: there are others, such as those of advisors. */
    private @Nullable ActiveSpan parent(@Nullable ObservationView observation) {
        for (ObservationView each = observation; each != null; each = parentOf(each)) {
            ActiveSpan span = each.getContextView().get(this);
            if (span != null) {
                return span;
            }
        }
        return null;
    }

    private static @Nullable ObservationView parentOf(ObservationView observation) {
        return observation.getContextView().getParentObservation();
    }

    @Override
    public void onScopeOpened(Context context) {
        ActiveSpan span = context.get(this);
        if (span != null) {
            Deque<ActiveSpan.Scope> scopes = open.get();
            if (scopes == null) {
                scopes = new ArrayDeque<>();
                open.set(scopes);
            }
            scopes.push(span.resume());
        }
    }

    @Override
    public void onScopeClosed(Context context) {
        Deque<ActiveSpan.Scope> scopes = open.get();
        if (scopes != null && context.containsKey(this)) {
            close(scopes);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // Registries of today still call it.
    public void onScopeReset(Context context) {
        for (Deque<ActiveSpan.Scope> scopes = open.get(); scopes != null; scopes = open.get()) {
            close(scopes);
        }
    }

    private void close(Deque<ActiveSpan.Scope> scopes) {
        ActiveSpan.Scope innermost = scopes.poll();
        if (innermost != null) {
            innermost.close();
        }
        if (scopes.isEmpty()) {
            open.remove();
        }
    }

    @Override
    public void onError(Context context) {
        ActiveSpan span = context.get(this);
        Throwable error = context.getError();
        if (span != null && error != null) {
            span.failed(error);
        }
    }

    @Override
    public void onStop(Context context) {
        ActiveSpan span = context.get(this);
        if (span != null) {
            steps.close(span, context);
        }
    }
}
