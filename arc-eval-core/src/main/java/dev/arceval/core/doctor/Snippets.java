package dev.arceval.core.doctor;

/** Code that the advice shows. The checks compile it as it stands here and run it with the real frameworks. */
final class Snippets {

    static final String SPRING_AI = """
            import io.micrometer.common.KeyValue;
            import io.micrometer.observation.Observation;
            import io.micrometer.observation.ObservationFilter;
            import java.util.ArrayList;
            import java.util.List;
            import java.util.Map;
            import org.springframework.ai.chat.messages.AssistantMessage;
            import org.springframework.ai.chat.messages.Message;
            import org.springframework.ai.chat.messages.ToolResponseMessage;
            import org.springframework.ai.chat.model.Generation;
            import org.springframework.ai.chat.observation.ChatModelObservationContext;
            import org.springframework.ai.util.json.JsonParser;

            /** Puts on the span of a model call what the model was told and what it answered. */
            public final class ChatContentFilter implements ObservationFilter {

                @Override
                public Observation.Context map(Observation.Context context) {
                    if (context instanceof ChatModelObservationContext call) {
                        add(call, "gen_ai.input.messages", call.getRequest().getInstructions());
                        if (call.getResponse() != null) {
                            add(call, "gen_ai.output.messages",
                                    call.getResponse().getResults().stream().map(Generation::getOutput).toList());
                        }
                    }
                    return context;
                }

                private static void add(Observation.Context context, String key, List<? extends Message> messages) {
                    String json = JsonParser.toJson(messages.stream().map(ChatContentFilter::message).toList());
                    context.addHighCardinalityKeyValue(KeyValue.of(key, json));
                }

                private static Map<String, Object> message(Message message) {
                    List<Map<String, Object>> parts = new ArrayList<>();
                    if (message.getText() != null && !message.getText().isEmpty()) {
                        parts.add(Map.of("type", "text", "content", message.getText()));
                    }
                    if (message instanceof AssistantMessage answer) {
                        answer.getToolCalls().forEach(call -> parts.add(Map.of(
                                "type", "tool_call", "id", call.id(), "name", call.name(), "arguments", call.arguments())));
                    }
                    if (message instanceof ToolResponseMessage results) {
                        results.getResponses().forEach(result -> parts.add(Map.of(
                                "type", "tool_call_response", "id", result.id(), "response", result.responseData())));
                    }
                    return Map.of("role", message.getMessageType().getValue(), "parts", parts);
                }
            }
            """;

    static final String LANGCHAIN4J = """
            import com.fasterxml.jackson.databind.node.ArrayNode;
            import com.fasterxml.jackson.databind.node.JsonNodeFactory;
            import com.fasterxml.jackson.databind.node.ObjectNode;
            import dev.langchain4j.data.message.AiMessage;
            import dev.langchain4j.data.message.ChatMessage;
            import dev.langchain4j.data.message.SystemMessage;
            import dev.langchain4j.data.message.TextContent;
            import dev.langchain4j.data.message.ToolExecutionResultMessage;
            import dev.langchain4j.data.message.UserMessage;
            import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
            import dev.langchain4j.model.chat.listener.ChatModelListener;
            import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
            import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
            import dev.langchain4j.observability.api.event.ToolExecutedEvent;
            import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
            import io.opentelemetry.api.trace.Span;
            import io.opentelemetry.api.trace.StatusCode;
            import io.opentelemetry.api.trace.Tracer;
            import java.util.List;

            /** Writes a span for each model call and each tool call, with what went in and what came out. */
            public final class SpanListener implements ChatModelListener, ToolExecutedEventListener {

                private final Tracer tracer;

                /** Takes {@code openTelemetry.getTracer("dev.langchain4j")}. */
                public SpanListener(Tracer tracer) {
                    this.tracer = tracer;
                }

                @Override
                public void onRequest(ChatModelRequestContext call) {
                    Span span = tracer.spanBuilder("chat").startSpan();
                    span.setAttribute("gen_ai.operation.name", "chat");
                    span.setAttribute("gen_ai.provider.name", String.valueOf(call.modelProvider()));
                    span.setAttribute("gen_ai.input.messages", json(call.chatRequest().messages()));
                    call.attributes().put(SpanListener.class, span);
                }

                @Override
                public void onResponse(ChatModelResponseContext call) {
                    Span span = (Span) call.attributes().get(SpanListener.class);
                    span.setAttribute("gen_ai.output.messages", json(List.of(call.chatResponse().aiMessage())));
                    if (call.chatResponse().modelName() != null) {
                        span.setAttribute("gen_ai.response.model", call.chatResponse().modelName());
                    }
                    if (call.chatResponse().tokenUsage() != null) {
                        span.setAttribute("gen_ai.usage.input_tokens", call.chatResponse().tokenUsage().inputTokenCount());
                        span.setAttribute("gen_ai.usage.output_tokens", call.chatResponse().tokenUsage().outputTokenCount());
                    }
                    span.end();
                }

                @Override
                public void onError(ChatModelErrorContext call) {
                    Span span = (Span) call.attributes().get(SpanListener.class);
                    span.recordException(call.error());
                    span.setStatus(StatusCode.ERROR);
                    span.end();
                }

                @Override
                public void onEvent(ToolExecutedEvent event) {
                    Span span = tracer.spanBuilder("execute_tool " + event.request().name()).startSpan();
                    span.setAttribute("gen_ai.operation.name", "execute_tool");
                    span.setAttribute("gen_ai.tool.name", event.request().name());
                    span.setAttribute("gen_ai.tool.call.arguments", event.request().arguments());
                    span.setAttribute("gen_ai.tool.call.result", event.resultText());
                    span.end();
                }

                private static String json(List<? extends ChatMessage> messages) {
                    ArrayNode all = JsonNodeFactory.instance.arrayNode();
                    for (ChatMessage message : messages) {
                        ObjectNode node = all.addObject();
                        ArrayNode parts = node.putArray("parts");
                        if (message instanceof SystemMessage system) {
                            node.put("role", "system");
                            text(parts, system.text());
                        } else if (message instanceof UserMessage user) {
                            node.put("role", "user");
                            user.contents().stream().filter(TextContent.class::isInstance)
                                    .forEach(content -> text(parts, ((TextContent) content).text()));
                        } else if (message instanceof ToolExecutionResultMessage result) {
                            node.put("role", "tool");
                            parts.addObject().put("type", "tool_call_response").put("id", result.id())
                                    .put("response", result.text());
                        } else if (message instanceof AiMessage answer) {
                            node.put("role", "assistant");
                            text(parts, answer.text());
                            answer.toolExecutionRequests().forEach(call -> parts.addObject().put("type", "tool_call")
                                    .put("id", call.id()).put("name", call.name()).put("arguments", call.arguments()));
                        }
                    }
                    return all.toString();
                }

                private static void text(ArrayNode parts, String text) {
                    if (text != null && !text.isEmpty()) {
                        parts.addObject().put("type", "text").put("content", text);
                    }
                }
            }
            """;

    static final String OWN_TRACER = """
            Tracer tracer = recycler.tracer("support");
            Function<Query, Hits> search = tracer.tool("search", index::search);
            Agent<String, String> agent = tracer.agent(question -> answer(question, search));
            """;

    static final String EVALUATION = """
            Span.current().addEvent("gen_ai.evaluation.result", Attributes.of(
                    AttributeKey.stringKey("gen_ai.evaluation.name"), "user_rating",
                    AttributeKey.stringKey("gen_ai.evaluation.score.label"), "pass"));
            """;

    private Snippets() {}
}
