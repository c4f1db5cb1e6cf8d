package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.langchain4j.observability.api.event.GuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import java.util.List;

/** Guardrails as steps. The framework tells of them when they are done: the step has no length, but says how long it took. */
final class Guardrails {

    private Guardrails() {}

    static List<AiServiceListener<?>> listeners(Tracer tracer) {
        return List.of(new Input(tracer), new Output(tracer));
    }

    private record Input(Tracer tracer) implements AiServiceListener<InputGuardrailExecutedEvent> {

        @Override
        public Class<InputGuardrailExecutedEvent> getEventClass() {
            return InputGuardrailExecutedEvent.class;
        }

        @Override
        public void onEvent(InputGuardrailExecutedEvent event) {
            record(tracer, event, Messages.text(event.request().userMessage()));
        }
    }

    private record Output(Tracer tracer) implements AiServiceListener<OutputGuardrailExecutedEvent> {

        @Override
        public Class<OutputGuardrailExecutedEvent> getEventClass() {
            return OutputGuardrailExecutedEvent.class;
        }

        @Override
        public void onEvent(OutputGuardrailExecutedEvent event) {
            String answer = event.request().responseFromLLM().aiMessage().text();
            record(tracer, event, answer == null ? "" : answer);
        }
    }

    private static void record(Tracer tracer, GuardrailExecutedEvent<?, ?, ?> event, String checked) {
        try (ActiveSpan step =
                tracer.span(Span.Kind.GUARDRAIL, event.guardrailClass().getSimpleName())) {
            step.input(checked)
                    .output(event.result().result().name())
                    .attribute("arceval.guardrail.duration", event.duration().toNanos() / 1e9);
        }
    }
}
