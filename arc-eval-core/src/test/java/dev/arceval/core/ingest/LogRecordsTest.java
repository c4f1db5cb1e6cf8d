package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogRecordsTest {

    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";
    private static final String REQUEST =
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN
                    + "\",\"name\":\"chat m\",\"attributes\":[{\"key\":\"gen_ai.operation.name\",\"value\":"
                    + "{\"stringValue\":\"chat\"}},{\"key\":\"gen_ai.system\",\"value\":{\"stringValue\":\"openai\"}}]}]}]}]}";

    private final List<Trace> traces = new ArrayList<>();
    private final List<String> repaired = new ArrayList<>();

    /** Joins like an ingest does. */
    private void read(long maxBytes, String... lines) {
        LogEvents logs = new LogEvents(maxBytes);
        TraceAssembler assembler =
                new TraceAssembler(TraceAssembler.Limits.standard(), logs, traces::addAll, repaired::add);
        TraceFormat.Sink sink = new TraceFormat.Sink() {
            @Override
            public void accept(long line, String traceId, List<Span> spans) {
                assembler.add(traceId, spans);
            }

            @Override
            public void event(long line, String traceId, String spanId, Span.Event event) {
                logs.add(traceId, spanId, event, repaired::add);
            }

            @Override
            public void reject(long line, String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void repaired(long line, String repair) {
                repaired.add(repair);
            }
        };
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        new TraceReader(TraceReader.builtIn()).read(new ByteArrayInputStream(content), sink);
        assembler.close();
        logs.close();
    }

    private void read(String... lines) {
        read(1 << 20, lines);
    }

    private Span span() {
        assertThat(traces).hasSize(1);
        assertThat(traces.get(0).spans()).hasSize(1);
        return traces.get(0).spans().get(0);
    }

    private static String log(String scope, String record) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + record + "],\"scope\":{\"name\":\"" + scope
                + "\"}}]}]}";
    }

    private static String event(String name, int time, String body) {
        return log(
                "instrumentation",
                "{\"timeUnixNano\":\"" + time + "\",\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN
                        + "\",\"eventName\":\"" + name + "\",\"attributes\":[{\"key\":\"gen_ai.system\",\"value\":"
                        + "{\"stringValue\":\"openai\"}}],\"body\":" + body + "}");
    }

    private static String map(String... entries) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < entries.length; i += 2) {
            values.append(i == 0 ? "" : ",")
                    .append("{\"key\":\"")
                    .append(entries[i])
                    .append("\",\"value\":")
                    .append(entries[i + 1])
                    .append('}');
        }
        return "{\"kvlistValue\":{\"values\":[" + values + "]}}";
    }

    private static String text(String text) {
        return "{\"stringValue\":\"" + text + "\"}";
    }

    private static List<String> conversation() {
        return List.of(
                REQUEST,
                event("gen_ai.system.message", 1, map("content", text("Be brief."))),
                event("gen_ai.user.message", 2, map("content", text("Weather?"), "role", text("user"))),
                event(
                        "gen_ai.assistant.message",
                        3,
                        map(
                                "tool_calls",
                                "{\"arrayValue\":{\"values\":["
                                        + map(
                                                "id",
                                                text("c1"),
                                                "type",
                                                text("function"),
                                                "function",
                                                map("name", text("weather"), "arguments", text("{}")))
                                        + "]}}")),
                event("gen_ai.tool.message", 4, map("id", text("c1"), "content", text("rain"))),
                event(
                        "gen_ai.choice",
                        5,
                        map(
                                "index",
                                "{\"intValue\":\"0\"}",
                                "finish_reason",
                                text("stop"),
                                "message",
                                map("role", text("assistant"), "content", text("It rains.")))));
    }

    @Test
    void messagesInLogs_standInTheirSpan() {
        read(conversation().toArray(String[]::new));

        assertThat(span().input())
                .containsExactly(
                        Message.system("Be brief."),
                        Message.user("Weather?"),
                        new Message(
                                Message.Role.ASSISTANT, List.of(new Message.ToolRequest("c1", "weather", "{}")), null),
                        new Message(Message.Role.TOOL, List.of(new Message.ToolResponse("c1", "rain")), null));
        assertThat(span().output()).containsExactly(Message.assistant("It rains."));
        assertThat(span().finishReasons()).containsExactly("stop");
        assertThat(span().events()).isEmpty();
        assertThat(repaired).isEmpty();
    }

    @Property(tries = 60)
    void anyOrderAndDuplication_givesTheSameTrace(@ForAll long seed) {
        read(conversation().toArray(String[]::new));
        Trace expected = traces.get(0);
        traces.clear();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>(conversation());
        lines.add(lines.get(random.nextInt(lines.size())));
        Collections.shuffle(lines, new Random(random.nextLong()));

        read(lines.toArray(String[]::new));

        assertThat(traces).containsExactly(expected);
    }

    @Test
    void whatTheSpanSaysItself_counts() {
        String telling = REQUEST.replace(
                "\"attributes\":[",
                "\"attributes\":[{\"key\":\"gen_ai.input.messages\",\"value\":{\"stringValue\":\"[{\\\"role\\\":"
                        + "\\\"user\\\",\\\"content\\\":\\\"Said.\\\"}]\"}},");
        read(telling, event("gen_ai.user.message", 2, map("content", text("Logged."))));

        assertThat(span().input()).containsExactly(Message.user("Said."));
        assertThat(span().events()).singleElement().returns("gen_ai.user.message", Span.Event::name);
    }

    @Test
    void springAi_logsPromptAndAnswer() {
        String at = "\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\",\"body\":";
        read(
                log(
                        "org.springframework.ai.chat.observation.ChatModelPromptContentObservationHandler",
                        "{" + at + text("Chat Model Prompt Content:\\n[\\\"Where is my order?\\\"]") + "}"),
                REQUEST,
                log(
                        "org.springframework.ai.chat.observation.ChatModelCompletionObservationHandler",
                        "{" + at + text("Chat Model Completion:\\n[\\\"It says \\\"on its way\\\".\\\"]") + "}"));

        assertThat(span().inputText()).contains("Where is my order?");
        assertThat(span().outputText()).contains("It says \"on its way\".");
    }

    @Test
    void evaluationInALog_joinsItsSpan() {
        String record = event("gen_ai.evaluation.result", 9, map("gen_ai.evaluation.name", text("helpful")))
                .replace(
                        "\"attributes\":[",
                        "\"attributes\":[{\"key\":\"gen_ai.evaluation.score.label\",\"value\":{\"stringValue\":\"pass\"}},");
        read(record, REQUEST);

        assertThat(span().evaluations()).containsExactly(new Evaluation("helpful", null, "pass", null));
    }

    @Test
    void recordsWithoutSpanOrMeaning_areCounted() {
        read(
                event("gen_ai.user.message", 2, map("content", text("x"))).replace(SPAN, "eee19b7ec3c1b175"),
                event("gen_ai.user.message", 2, map("content", text("x"))).replace(SPAN, ""),
                event("user.clicked", 2, text("x")),
                REQUEST);

        assertThat(span().input()).isEmpty();
        assertThat(repaired).containsExactlyInAnyOrder(LogEvents.NO_SPAN, LogEvents.NO_SPAN, LogRecords.OTHER);
    }

    @Test
    void tooManyRecords_makeRoomAndAreCounted() {
        String first = event("gen_ai.user.message", 2, map("content", text("x".repeat(2_000))));
        read(2_000, first, REQUEST);

        assertThat(span().input()).isEmpty();
        assertThat(repaired).containsExactly(LogEvents.TOO_MANY);
    }

    @Test
    void exceptionInALog_saysWhatFailed() {
        String failed = REQUEST.replace("\"name\":\"chat m\",", "\"name\":\"chat m\",\"status\":{\"code\":2},");
        String record = event("gen_ai.client.operation.exception", 2, text("x"))
                .replace(
                        "\"attributes\":[",
                        "\"attributes\":[{\"key\":\"exception.type\",\"value\":{\"stringValue\":\"RateLimit\"}},");
        read(failed, record);

        assertThat(span().errorType()).contains("RateLimit");
    }
}
