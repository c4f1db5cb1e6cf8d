package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/** Traces of every shape the model allows, leaning towards what is hard to write and read back. */
final class ArbitraryTraces {

    private static final List<String> NAMES = List.of(
            "gen_ai.operation.name",
            "gen_ai.tool.name",
            "gen_ai.request.model",
            "gen_ai.response.model",
            "gen_ai.input.messages",
            "gen_ai.system_instructions",
            "gen_ai.prompt.0.content",
            "input.value",
            "output.value",
            "llm.input_messages.0.message.role",
            "openinference.span.kind",
            "operation.type",
            "error.type",
            "error.message",
            "tool.name",
            "session.id",
            "arceval.trace.id",
            "arceval.span.kind",
            "arceval.attribute.x",
            "arceval.attribute.",
            "arceval.exact",
            "llm.cost.total",
            "my.own",
            "gen_ai.tool.call.arguments",
            "gen_ai.evaluation.name",
            "gen_ai.usage.output_tokens",
            "gen_ai.agent.id",
            "user.id",
            "gen_ai.retrieval.documents",
            "gcp.vertex.agent.llm_request",
            "gcp.vertex.agent.llm_response",
            "gcp.vertex.agent.tool_call_args",
            "ai.prompt",
            "ai.response.text",
            "ai.response.toolCalls",
            "ai.operationId",
            "traceloop.span.kind",
            "traceloop.entity.name",
            "traceloop.entity.input",
            "spring.ai.kind",
            "events",
            "pydantic_ai.all_messages",
            "final_result",
            "logfire.feedback.name",
            "logfire.feedback.comment",
            "mlflow.spanType",
            "mlflow.spanInputs",
            "mlflow.chat.tokenUsage",
            "langfuse.observation.type",
            "retrieval.documents.0.document.content",
            "evaluations.0.evaluation.name",
            "gen_ai.completion.0.content",
            "gen_ai.completion.0.finish_reason",
            "tool.parameters");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "{\"a\": 1}",
            "[]",
            "[{\"role\":\"user\",\"content\":\"x\"}]",
            "{\"type\":\"blob\"}",
            "[1,",
            "\"chat\"",
            "my.own",
            "[{\"id\":\"d\",\"score\":0.5}]",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"config\":{\"system_instruction\":\"s\",\"n\":1}}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"input_tokens\":3,\"total\":4}",
            "[{\"type\":\"tool_call\",\"name\":\"t\",\"arguments\":{}}]",
            "\\u0000",
            "\\ud800",
            "null",
            "\uD83D\uDE00",
            "gen_ai",
            "12",
            "\u0000\u001b\r\n",
            "\u00e4\u6f22",
            "plain");
    private static final List<String> SPAN_IDS =
            List.of("eee19b7ec3c1b174", "eee19b7ec3c1b175", "1", "root", "EEE19B7EC3C1B174", "0000000000000000");
    private static final List<String> TRACE_IDS = List.of(
            "5b8efff798038103d269b633813fc60c",
            "abc-123",
            "../../etc/passwd",
            "\u00c4",
            "0",
            "00000000000000000000000000000000",
            "5B8EFFF798038103D269B633813FC60C");

    private final Random random;

    private ArbitraryTraces(Random random) {
        this.random = random;
    }

    static Arbitrary<Trace> traces() {
        return Arbitraries.randomValue(random -> new ArbitraryTraces(random).trace());
    }

    private Trace trace() {
        List<Span> spans = new ArrayList<>(list(3, this::span));
        spans.add(span());
        return Trace.of(one(TRACE_IDS), spans);
    }

    private Span span() {
        long start = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 2;
        Span.Builder span = Span.builder(one(SPAN_IDS), text())
                .parentSpanId(maybe(() -> one(SPAN_IDS)))
                .kind(one(List.of(Span.Kind.values())))
                .operation(maybe(() -> one(List.of(
                        "chat",
                        "LLM",
                        "tool.search",
                        "weird",
                        "",
                        "AGENT",
                        "execute_tool",
                        "agent",
                        "RETRIEVER",
                        "ai.generateText",
                        "CHAT_MODEL"))))
                .startEpochNanos(start)
                .endEpochNanos(random.nextBoolean() ? 0 : start + random.nextInt(1_000))
                .status(one(List.of(Span.Status.values())))
                .statusMessage(maybe(this::text))
                .errorType(maybe(this::text))
                .agentName(maybe(this::text))
                .agentVersion(maybe(this::text))
                .conversationId(maybe(this::text))
                .provider(maybe(this::text))
                .model(maybe(this::text))
                .input(list(3, this::message))
                .output(list(3, this::message))
                .userId(maybe(this::text))
                .documents(list(2, this::document))
                .usage(new Usage(
                        maybe(this::count),
                        maybe(this::count),
                        maybe(this::count),
                        maybe(this::count),
                        maybe(this::count),
                        maybe(random::nextDouble)))
                .finishReasons(list(2, this::text))
                .evaluations(list(2, this::evaluation))
                .events(list(2, this::event))
                .links(list(2, this::link))
                .attributes(attributes())
                .resource(random.nextBoolean() ? Attributes.empty() : attributes())
                .scope(new Span.Scope(text(), maybe(() -> "1.0"), attributes()))
                .spanKind(random.nextInt())
                .traceState(maybe(() -> "a=b"))
                .droppedCount(random.nextInt(3));
        if (random.nextBoolean()) {
            span.toolName(text())
                    .toolCallId(maybe(this::text))
                    .toolArguments(maybe(this::text))
                    .toolResult(maybe(this::text));
        }
        return span.build();
    }

    private Message message() {
        return new Message(one(List.of(Message.Role.values())), list(3, this::part), maybe(this::text));
    }

    private Message.Part part() {
        return switch (random.nextInt(4)) {
            case 0 -> new Message.Text(text());
            case 1 -> new Message.ToolRequest(maybe(this::text), text(), maybe(this::text));
            case 2 -> new Message.ToolResponse(maybe(this::text), text());
            default ->
                new Message.Other(
                        one(List.of("blob", "reasoning", "text", "tool_call", MessageReader.WRAPPED, "")),
                        one(List.of(
                                text(), "{\"type\":\"blob\", \"x\": [1e3, \"\\ud800\"]}", "{\"type\":\"reasoning\"}")));
        };
    }

    private Document document() {
        return new Document(maybe(this::text), maybe(this::text), maybe(random::nextGaussian), maybe(this::text));
    }

    private Evaluation evaluation() {
        return new Evaluation(text(), maybe(random::nextGaussian), maybe(this::text), maybe(this::text));
    }

    private Span.Event event() {
        return switch (random.nextInt(4)) {
            case 3 -> tellingEvent();
            case 0 ->
                new Span.Event(
                        "exception",
                        5,
                        Attributes.of(Map.of("exception.type", "java.io.IOException", "exception.message", "no")));
            case 1 ->
                new Span.Event(
                        "gen_ai.evaluation.result",
                        5,
                        Attributes.of(Map.of("gen_ai.evaluation.name", "x", "more", 1L)));
            default ->
                new Span.Event(
                        one(List.of("exception", "gen_ai.evaluation.result", "other", "")), count(), attributes());
        };
    }

    /** An event that would be read, had the span not said everything itself. */
    private Span.Event tellingEvent() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(one(NAMES), value(1));
        attributes.put(one(List.of("content", "body", "message", "gen_ai.prompt", "gen_ai.input.messages")), value(1));
        return new Span.Event(
                one(List.of(
                        "gen_ai.user.message",
                        "gen_ai.choice",
                        "gen_ai.tool.message",
                        "gen_ai.content.prompt",
                        "gen_ai.client.inference.operation.details")),
                5,
                Attributes.of(attributes));
    }

    private Span.Link link() {
        return new Span.Link(one(TRACE_IDS), one(SPAN_IDS), attributes(), maybe(() -> "a=b"));
    }

    private Attributes attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        list(4, () -> random.nextBoolean() ? one(NAMES) : "k" + text()).forEach(name -> attributes.put(name, value(3)));
        return Attributes.of(attributes);
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> random.nextLong();
            case 1 -> one(List.of(random.nextGaussian(), Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE));
            case 2 -> random.nextBoolean();
            case 3 ->
                new Attributes.Bytes(
                        Base64.getEncoder().encodeToString(text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            case 4 -> Attributes.Empty.VALUE;
            case 5 -> text();
            case 6 -> list(3, () -> value(depth - 1));
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                list(3, this::text).forEach(name -> map.put(name, value(depth - 1)));
                yield map;
            }
        };
    }

    private String text() {
        return one(TEXTS);
    }

    private long count() {
        return random.nextLong() >>> 1;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private <T> List<T> list(int most, Supplier<T> item) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(item.get());
        }
        return list;
    }
}
