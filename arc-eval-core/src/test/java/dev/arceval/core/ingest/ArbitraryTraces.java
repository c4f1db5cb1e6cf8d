package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Traces of every shape the model allows, leaning towards what is hard to write and read back. */
final class ArbitraryTraces {

    private static final List<String> NAMES = List.of(
            "gen_ai.operation.name", "gen_ai.tool.name", "gen_ai.request.model", "gen_ai.response.model",
            "gen_ai.input.messages", "gen_ai.system_instructions", "gen_ai.prompt.0.content", "input.value",
            "output.value", "llm.input_messages.0.message.role", "openinference.span.kind", "operation.type",
            "error.type", "error.message", "tool.name", "session.id", "arceval.trace.id", "arceval.span.kind",
            "arceval.attribute.x", "arceval.attribute.", "arceval.exact", "llm.cost.total", "my.own");

    private ArbitraryTraces() {}

    static Arbitrary<Trace> traces() {
        Arbitrary<String> ids = Arbitraries.of(
                "5b8efff798038103d269b633813fc60c", "abc-123", "../../etc/passwd", "ÄÖ", "0", "00000000000000000000000000000000",
                "5B8EFFF798038103D269B633813FC60C");
        return Combinators.combine(ids, spans().list().ofMinSize(1).ofMaxSize(4)).as(Trace::of);
    }

    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(Texts::wellFormed),
                Arbitraries.of(
                        "", " ", "{\"a\": 1}", "[]", "[{\"role\":\"user\",\"content\":\"x\"}]", "{\"type\":\"blob\"}",
                        "[1,", "\\u0000", "null", "\uD83D\uDE00", "gen_ai", "12", "\u0000\u001b\r\n"));
    }

    private static Arbitrary<String> spanIds() {
        return Arbitraries.of("eee19b7ec3c1b174", "eee19b7ec3c1b175", "1", "root", "EEE19B7EC3C1B174", "0000000000000000");
    }

    static Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                texts().map(text -> text),
                Arbitraries.longs().map(number -> number),
                Arbitraries.doubles().map(number -> number),
                Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE).map(number -> number),
                Arbitraries.of(true, false).map(flag -> flag),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(5)
                        .map(bytes -> new Attributes.Bytes(Base64.getEncoder().encodeToString(bytes))),
                Arbitraries.just(Attributes.Empty.VALUE));
        return Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars,
                () -> values().list().ofMaxSize(3).map(list -> list),
                () -> Arbitraries.maps(texts(), values()).ofMaxSize(3).map(map -> map));
    }

    static Arbitrary<Attributes> attributes() {
        Arbitrary<String> names =
                Arbitraries.oneOf(Arbitraries.of(NAMES), texts().filter(text -> !text.isEmpty()));
        return Arbitraries.maps(names, values()).ofMaxSize(4).map(Attributes::of);
    }

    private static Arbitrary<Message.Part> parts() {
        Arbitrary<String> types = Arbitraries.of("blob", "reasoning", "text", "tool_call", MessageReader.WRAPPED, "");
        Arbitrary<String> json = Arbitraries.oneOf(
                texts(), Arbitraries.of("{\"type\":\"blob\", \"x\": [1e3, \"\\ud800\"]}", "{\"type\":\"reasoning\"}"));
        return Arbitraries.oneOf(
                texts().map(Message.Text::new),
                Combinators.combine(texts().injectNull(0.3), texts(), texts().injectNull(0.3))
                        .as(Message.ToolRequest::new),
                Combinators.combine(texts().injectNull(0.3), texts()).as(Message.ToolResponse::new),
                Combinators.combine(types, json).as(Message.Other::new));
    }

    private static Arbitrary<List<Message>> messages() {
        return Combinators.combine(
                        Arbitraries.of(Message.Role.values()),
                        parts().list().ofMaxSize(3),
                        texts().injectNull(0.7))
                .as(Message::new)
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Usage> usages() {
        Arbitrary<Long> tokens = Arbitraries.longs().greaterOrEqual(0).injectNull(0.5);
        return Combinators.combine(
                        tokens, tokens, tokens, Arbitraries.doubles().greaterOrEqual(0).injectNull(0.5))
                .as(Usage::new);
    }

    private static Arbitrary<List<Evaluation>> evaluations() {
        return Combinators.combine(
                        texts(),
                        Arbitraries.doubles().injectNull(0.5),
                        texts().injectNull(0.5),
                        texts().injectNull(0.5))
                .as(Evaluation::new)
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<List<Span.Event>> events() {
        Attributes thrown = Attributes.of(Map.of("exception.type", "java.io.IOException", "exception.message", "no"));
        Attributes judged = Attributes.of(Map.of("gen_ai.evaluation.name", "x", "more", 1L));
        return Arbitraries.oneOf(
                        Combinators.combine(
                                        Arbitraries.of("exception", "gen_ai.evaluation.result", "other", ""),
                                        Arbitraries.longs().greaterOrEqual(0),
                                        attributes())
                                .as(Span.Event::new),
                        Arbitraries.of(
                                new Span.Event("exception", 5, thrown),
                                new Span.Event("gen_ai.evaluation.result", 5, judged)))
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<List<Span.Link>> links() {
        return Combinators.combine(
                        Arbitraries.of("abc", "5b8efff798038103d269b633813fc60c"),
                        spanIds(),
                        attributes(),
                        Arbitraries.of("a=b").injectNull(0.5))
                .as(Span.Link::new)
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<Span> spans() {
        Arbitrary<Span.Builder> identity = Combinators.combine(
                        spanIds(),
                        texts(),
                        spanIds().injectNull(0.4),
                        Arbitraries.of(Span.Kind.values()),
                        Arbitraries.of("chat", "LLM", "tool.search", "weird", "", "AGENT").injectNull(0.3),
                        Arbitraries.longs().between(0, Long.MAX_VALUE / 2),
                        Arbitraries.longs().between(0, 1_000_000),
                        Arbitraries.of(Span.Status.values()))
                .as((id, name, parent, kind, operation, start, duration, status) -> Span.builder(id, name)
                        .parentSpanId(parent)
                        .kind(kind)
                        .operation(operation)
                        .startEpochNanos(start)
                        .endEpochNanos(duration == 0 ? 0 : start + duration)
                        .status(status));
        Arbitrary<List<String>> words = texts().injectNull(0.5).list().ofSize(10);
        Arbitrary<Span.Builder> worded = Combinators.combine(identity, words)
                .as((span, word) -> {
                    String tool = word.get(6);
                    return span.statusMessage(word.get(0))
                            .errorType(word.get(1))
                            .agentName(word.get(2))
                            .agentVersion(word.get(3))
                            .conversationId(word.get(4))
                            .provider(word.get(5))
                            .toolName(tool)
                            .toolCallId(tool == null ? null : word.get(7))
                            .toolArguments(tool == null ? null : word.get(8))
                            .toolResult(tool == null ? null : word.get(9));
                });
        Arbitrary<Span.Builder> said = Combinators.combine(
                        worded, messages(), messages(), usages(), texts().list().ofMaxSize(2), evaluations(), events())
                .as((span, input, output, usage, reasons, evaluations, events) -> span.input(input)
                        .output(output)
                        .usage(usage)
                        .finishReasons(reasons)
                        .evaluations(evaluations)
                        .events(events));
        Arbitrary<Span.Scope> scopes = Combinators.combine(texts(), Arbitraries.of("1.0").injectNull(0.5), attributes())
                .as(Span.Scope::new);
        return Combinators.combine(
                        said,
                        attributes(),
                        attributes(),
                        scopes,
                        links(),
                        texts().injectNull(0.5),
                        Arbitraries.integers(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as((span, attributes, resource, scope, links, model, spanKind, dropped) -> span.attributes(attributes)
                        .resource(resource)
                        .scope(scope)
                        .links(links)
                        .model(model)
                        .spanKind(spanKind)
                        .droppedCount(dropped)
                        .build());
    }
}
