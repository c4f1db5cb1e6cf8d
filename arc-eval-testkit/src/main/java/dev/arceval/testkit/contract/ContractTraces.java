package dev.arceval.testkit.contract;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The traces that contracts are checked with. */
final class ContractTraces {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private ContractTraces() {}

    /** A run of {@code agent} that went well, with one span. */
    static Trace trace(String traceId, String agent, Instant start) {
        return Trace.of(traceId, List.of(span("root", agent, start).build()));
    }

    static Trace failed(String traceId, String agent, Instant start) {
        return Trace.of(
                traceId,
                List.of(span("root", agent, start)
                        .failed("IllegalState", "no stock")
                        .build()));
    }

    static Span.Builder span(String spanId, String agent, Instant start) {
        return Span.builder(spanId, "answer")
                .kind(Span.Kind.AGENT)
                .agentName(agent)
                .agentVersion("1.0")
                .start(start)
                .end(start.plusMillis(250))
                .input("Where is my order?")
                .output("On its way.");
    }

    /** A trace that uses every field of a span. */
    static Trace rich(String traceId) {
        Attributes attributes = Attributes.of(Map.of(
                "text",
                "größer \u0000 \uD83D\uDE00 \"quoted\" \\ \n",
                "whole",
                Long.MIN_VALUE,
                "decimal",
                -0.1,
                "truth",
                true,
                "bytes",
                new Attributes.Bytes("AAEC/w=="),
                "nothing",
                Attributes.Empty.VALUE,
                "list",
                List.of("a", 1L, List.of(false), Map.of("deep", 2.5))));
        Span root = span("root", "shop", NOON)
                .conversationId("conversation-1")
                .userId("user-1")
                .documents(List.of(new Document("d-1", "Orders ship in a day.", 0.9, "{\"page\":1}")))
                .evaluations(List.of(new Evaluation("helpful", 0.5, "pass", "because")))
                .events(List.of(new Span.Event("retry", 17, attributes)))
                .links(List.of(new Span.Link("other", "span", attributes, "k=v")))
                .resource(Attributes.of(Map.of("service.name", "shop")))
                .scope(new Span.Scope("tracer", "2", attributes))
                .attributes(attributes)
                .spanKind(3)
                .traceState("vendor=1")
                .droppedCount(4)
                .build();
        Span llm = Span.builder("llm", "chat")
                .parentSpanId("root")
                .kind(Span.Kind.LLM)
                .operation("chat")
                .provider("openai")
                .model("gpt-4o")
                .start(NOON.plusNanos(1))
                .end(NOON.plusMillis(90))
                .usage(new Usage(100L, 20L, 10L, 5L, 3L, 0.002))
                .finishReasons(List.of("stop"))
                .input(List.of(
                        Message.system("Be brief."),
                        new Message(
                                Message.Role.TOOL,
                                List.of(new Message.ToolResponse("call-1", "[]"), new Message.Other("uri", "{}")),
                                "search")))
                .output(List.of(new Message(
                        Message.Role.ASSISTANT,
                        List.of(new Message.ToolRequest("call-1", "search", "{\"q\":1}")),
                        null)))
                .build();
        Span tool = Span.builder("tool", "search")
                .parentSpanId("root")
                .kind(Span.Kind.TOOL)
                .toolName("search")
                .toolCallId("call-1")
                .toolArguments("{\"q\":1}")
                .toolResult("[]")
                .failed("Timeout", "after 2 s")
                .build();
        return Trace.of(traceId, List.of(root, llm, tool));
    }

    /** Traces that differ in everything that can be searched for; some say nothing of it. */
    static List<Trace> varied() {
        String[] inputs = {
            "Where is my order?",
            "WHERE is the Order, größer than 17?",
            "Refund order-17: \"now\"!",
            "注文はどこですか",
            "NOT refund AND order OR now*",
            ""
        };
        List<Trace> varied = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Instant start = NOON.plusSeconds((i * 5) % 12);
            Span.Builder root = span("root", "agent-" + i % 2, start)
                    .input(inputs[i % inputs.length])
                    .conversationId(i % 4 == 0 ? null : "conversation-" + i % 4)
                    .userId(i % 5 == 0 ? null : "«email:" + i % 5 + "»")
                    .scope(new Span.Scope(i % 3 == 0 ? "org.springframework.ai" : "", null, Attributes.empty()));
            if (i % 3 == 1) {
                root.evaluations(List.of(
                        new Evaluation("helpful", i / 24.0, null, null), new Evaluation("polite", null, "pass", null)));
            }
            Span llm = Span.builder("llm", "chat")
                    .parentSpanId("root")
                    .kind(Span.Kind.LLM)
                    .model("model-" + i % 3)
                    .start(start)
                    .end(start.plusMillis(1))
                    .build();
            varied.add(Trace.of("trace-" + i, i % 4 == 3 ? List.of(root.build()) : List.of(root.build(), llm)));
        }
        return varied;
    }

    /** Traces of three agents and two versions with every outcome, some of them starting together. */
    static List<Trace> crowd() {
        List<Trace> crowd = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant start = NOON.plusSeconds((i * 7) % 20);
            Span.Builder root = span("root", "agent-" + i % 3, start).agentVersion(i % 2 == 0 ? "1.0" : null);
            switch (i % 5) {
                case 1 -> root.failed("IllegalState", null);
                case 2 -> root.failed("java.util.concurrent.TimeoutException", null);
                case 3 -> root.endEpochNanos(0);
                default -> root.status(Span.Status.OK);
            }
            Span child = Span.builder("child", "step")
                    .parentSpanId("root")
                    .start(start)
                    .end(start.plusMillis(1))
                    .build();
            crowd.add(Trace.of("trace-" + (i * 37) % 60, List.of(root.build(), child)));
        }
        return crowd;
    }
}
