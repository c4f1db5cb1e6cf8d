package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.RetrievalAugmentor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A retrieval augmentor each of whose calls is a step: what was asked, and the texts that were found. */
final class TracedRetrieval extends Interception {

    private final Tracer tracer;

    private TracedRetrieval(RetrievalAugmentor augmentor, Tracer tracer) {
        super(augmentor);
        this.tracer = tracer;
    }

    static RetrievalAugmentor of(RetrievalAugmentor augmentor, Tracer tracer) {
        return isWatched(augmentor, TracedRetrieval.class)
                ? augmentor
                : proxy(RetrievalAugmentor.class, new TracedRetrieval(augmentor, tracer));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (arguments.length != 1 || !(arguments[0] instanceof AugmentationRequest request)) {
            return forward(method, arguments);
        }
        try (ActiveSpan step = tracer.span(Span.Kind.RETRIEVAL, "retrieve")) {
            Capture.quietly(step, () -> asked(step, request));
            try {
                Object result = forward(method, arguments);
                Capture.quietly(step, () -> found(step, result));
                return result;
            } catch (Throwable error) {
                step.failed(error);
                throw error;
            }
        }
    }

    private static void asked(ActiveSpan step, AugmentationRequest request) {
        if (request.chatMessage() instanceof UserMessage asked) {
            step.input(Messages.text(asked));
        }
    }

    private static void found(ActiveSpan step, @Nullable Object result) {
        if (result instanceof AugmentationResult found && found.contents() != null) {
            step.output(found.contents().stream()
                    .map(content -> content.textSegment().text())
                    .toList());
        }
    }
}
