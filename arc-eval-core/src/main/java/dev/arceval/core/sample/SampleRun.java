package dev.arceval.core.sample;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One run of the sample agent while it is made up: steps one after the other below one agent span. */
final class SampleRun {

    private static final Attributes RESOURCE =
            Attributes.of(Map.of("service.name", "shop-support", "service.version", "1.4.2"));
    private static final Span.Scope SCOPE = new Span.Scope("dev.arceval.sample", null, Attributes.empty());
    private static final String MODEL = "gpt-4o-mini";
    private static final long NANOS_PER_MS = 1_000_000L;

    /** One run in fifty hits a slow moment that makes its steps several times as long. */
    private static final double SLOW_SHARE = .02;

    private final SplittableRandom random;
    private final String traceId;
    private final long startNanos;
    private final double pace;
    private final List<Span> steps = new ArrayList<>();
    private final List<Message> conversation = new ArrayList<>();
    private final String rootId;
    private final String question;
    private long nowNanos;

    SampleRun(SplittableRandom random, long startNanos, double slowdown, String system, String question) {
        this.random = random;
        this.traceId = hex(random, 2);
        this.rootId = hex(random, 1);
        this.startNanos = startNanos;
        this.nowNanos = startNanos;
        this.question = question;
        this.pace = slowdown * (random.nextDouble() < SLOW_SHARE ? 4 + 6 * random.nextDouble() : 1);
        conversation.add(Message.system(system));
        conversation.add(Message.user(question));
    }

    /** The model decides to call a tool, and the tool answers. */
    void tool(String name, String arguments, String result, double medianMs) {
        step(name, arguments, result, null, null, medianMs);
    }

    /** The model decides to call a tool, and the tool fails. */
    void failingTool(String name, String arguments, String errorType, String message, double medianMs) {
        step(name, arguments, null, errorType, message, medianMs);
    }

    /** The model gives the final answer, and the run ends well. */
    Trace answer(String text) {
        chat(Message.assistant(text), "stop");
        return trace(root().output(text).build());
    }

    /** The run ends in an error. */
    Trace fail(String errorType, String message) {
        return trace(root().failed(errorType, message).build());
    }

    private void step(
            String name,
            String arguments,
            @Nullable String result,
            @Nullable String errorType,
            @Nullable String message,
            double medianMs) {
        String callId = "call_" + hex(random, 1).substring(0, 12);
        chat(
                new Message(Message.Role.ASSISTANT, List.of(new Message.ToolRequest(callId, name, arguments)), null),
                "tool_calls");
        long begin = nowNanos;
        pass(medianMs, .6);
        Span.Builder span = child("execute_tool " + name, begin)
                .kind(Span.Kind.TOOL)
                .operation("execute_tool")
                .toolName(name)
                .toolCallId(callId)
                .toolArguments(arguments)
                .toolResult(result)
                .spanKind(1);
        if (errorType != null) {
            span.failed(errorType, message);
        }
        steps.add(span.build());
        conversation.add(new Message(
                Message.Role.TOOL,
                List.of(new Message.ToolResponse(callId, result == null ? errorType + ": " + message : result)),
                null));
    }

    private void chat(Message answer, String finishReason) {
        long begin = nowNanos;
        pass(650, .45);
        long inputTokens = 60 + conversation.size() * 45L + random.nextInt(40);
        long outputTokens = 15L + random.nextInt(70);
        steps.add(child("chat " + MODEL, begin)
                .kind(Span.Kind.LLM)
                .operation("chat")
                .provider("openai")
                .model(MODEL)
                .input(conversation)
                .output(List.of(answer))
                .finishReasons(List.of(finishReason))
                .usage(Usage.ofTokens(inputTokens, outputTokens))
                .spanKind(3)
                .build());
        conversation.add(answer);
    }

    private Span.Builder child(String name, long begin) {
        return Span.builder(hex(random, 1), name)
                .parentSpanId(rootId)
                .startEpochNanos(begin)
                .endEpochNanos(nowNanos)
                .resource(RESOURCE)
                .scope(SCOPE);
    }

    private Span.Builder root() {
        return Span.builder(rootId, "invoke_agent shop-support")
                .kind(Span.Kind.AGENT)
                .operation("invoke_agent")
                .agentName("shop-support")
                .agentVersion("1.4.2")
                .conversationId("conversation-" + hex(random, 1))
                .startEpochNanos(startNanos)
                .endEpochNanos(nowNanos)
                .input(question)
                .resource(RESOURCE)
                .scope(SCOPE)
                .spanKind(1);
    }

    private Trace trace(Span root) {
        List<Span> spans = new ArrayList<>(steps.size() + 1);
        spans.add(root);
        spans.addAll(steps);
        return Trace.of(traceId, spans);
    }

    /** Lets a log-normal time pass: durations of real calls are skewed to the right. */
    private void pass(double medianMs, double logSd) {
        double ms = medianMs * pace * Math.exp(logSd * random.nextGaussian());
        nowNanos += Math.max(1, Math.round(ms * NANOS_PER_MS));
    }

    private static String hex(SplittableRandom random, int longs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            long bits = random.nextLong();
            text.append(HexFormat.of().toHexDigits(bits == 0 ? 1 : bits));
        }
        return text.toString();
    }
}
