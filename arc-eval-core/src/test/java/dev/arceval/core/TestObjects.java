package dev.arceval.core;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cast of example traces: runs of a support agent, step by step. */
public final class TestObjects {

    public static final Instant MONDAY = Instant.parse("2026-01-05T09:00:00Z");

    private TestObjects() {}

    /** Starts a run of the agent {@code support} on Monday morning, which answers "done" after one second. */
    public static RunBuilder run(String traceId) {
        return new RunBuilder(traceId);
    }

    /** Returns a run that looks an order up and answers. */
    public static Trace orderStatus(String traceId) {
        return run(traceId)
                .input("Where is my order?")
                .llm()
                .tool("lookup_order")
                .llm()
                .build();
    }

    /** Returns the same way of working, except that the agent crashed at the end. */
    public static Trace crashedOrderStatus(String traceId) {
        return run(traceId)
                .input("Where is my order?")
                .llm()
                .tool("lookup_order")
                .llm()
                .crashed("IllegalStateException", "no carrier")
                .build();
    }

    /** Returns a run whose search fails, is tried again, and that ends well. */
    public static Trace recovered(String traceId) {
        return run(traceId)
                .input("Find me a bench")
                .llm()
                .failedTool("search", "TimeoutError", "no answer in 5 s")
                .tool("search")
                .llm()
                .build();
    }

    /** Collects a run: a root with steps one after the other. Mutable. */
    public static final class RunBuilder {

        private final String traceId;
        private final List<Span.Builder> steps = new ArrayList<>();
        private String agent = "support";
        private Instant start = MONDAY;
        private Duration took = Duration.ofSeconds(1);
        private @Nullable String input = "Where is my order?";
        private @Nullable String answer = "done";
        private @Nullable String crash;
        private @Nullable String crashMessage;
        private boolean ended = true;
        private List<Evaluation> evaluations = List.of();

        private RunBuilder(String traceId) {
            this.traceId = traceId;
        }

        public RunBuilder agent(String name) {
            agent = name;
            return this;
        }

        public RunBuilder start(Instant time) {
            start = time;
            return this;
        }

        public RunBuilder took(Duration duration) {
            took = duration;
            return this;
        }

        public RunBuilder input(@Nullable String text) {
            input = text;
            return this;
        }

        public RunBuilder answer(@Nullable String text) {
            answer = text;
            return this;
        }

        public RunBuilder llm() {
            return llm("gpt-4o");
        }

        public RunBuilder llm(String model) {
            return step(Span.builder("s", "chat " + model)
                    .kind(Span.Kind.LLM)
                    .operation("chat")
                    .model(model)
                    .usage(Usage.ofTokens(100, 20)));
        }

        public RunBuilder tool(String name) {
            return tool(name, "{\"id\":7}", "{\"found\":true}");
        }

        public RunBuilder tool(String name, @Nullable String arguments, @Nullable String result) {
            return step(tools(name).toolArguments(arguments).toolResult(result));
        }

        public RunBuilder failedTool(String name, String errorType, String message) {
            return step(tools(name).toolArguments("{}").failed(errorType, message));
        }

        /** Adds a step; id, parent and times are set when the run is built. */
        public RunBuilder step(Span.Builder step) {
            steps.add(step);
            return this;
        }

        public RunBuilder crashed(String errorType, @Nullable String message) {
            crash = errorType;
            crashMessage = message;
            return this;
        }

        public RunBuilder judged(String label) {
            evaluations = List.of(new Evaluation("task_success", null, label, null));
            return this;
        }

        public RunBuilder neverEnded() {
            ended = false;
            return this;
        }

        public Trace build() {
            Span.Builder root = Span.builder("root", "invoke_agent " + agent)
                    .kind(Span.Kind.AGENT)
                    .operation("invoke_agent")
                    .agentName(agent)
                    .start(start)
                    .evaluations(evaluations);
            if (ended) {
                root.end(start.plus(took));
            }
            if (input != null) {
                root.input(input);
            }
            if (answer != null) {
                root.output(answer);
            }
            if (crash != null) {
                root.failed(crash, crashMessage);
            }
            List<Span> spans = new ArrayList<>(List.of(root.build()));
            Duration each = took.dividedBy(steps.size() + 1);
            for (int i = 0; i < steps.size(); i++) {
                spans.add(steps.get(i)
                        .spanId("step-" + i)
                        .parentSpanId("root")
                        .start(start.plus(each.multipliedBy(i)))
                        .end(start.plus(each.multipliedBy(i + 1)))
                        .build());
            }
            return Trace.of(traceId, spans);
        }

        private static Span.Builder tools(String name) {
            return Span.builder("s", "execute_tool " + name)
                    .kind(Span.Kind.TOOL)
                    .operation("execute_tool")
                    .toolName(name);
        }
    }
}
