package dev.arceval.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All spans of one run, in order of start time.
 *
 * <p>What is said about the run as a whole (agent, input, answer, outcome) is derived from the spans:
 *
 * <ul>
 *   <li><b>Top-level spans</b> are those without a parent in this trace. A parent that is missing, the span itself, or
 *       part of a cycle counts as no parent, so every trace is a forest and every walk over it ends.
 *   <li><b>The root</b> is the only top-level span. A trace with several (the flat shape of simple loggers, or one with
 *       missing parts) has none.
 * </ul>
 *
 * <p>Memory is that of the spans; derived values are computed on each call in time linear in the number of spans, except
 * the tree, the agent and the framework, which are found once, when they are first asked for.
 *
 * @since 0.1
 */
public final class Trace {

    private static final int MAX_ID_LENGTH = 128;
    private static final Comparator<Span> BY_START = Trace::byStart;

    private final String traceId;
    private final List<Span> spans;
    private final List<Span> topLevel;

    /** The position of each span's parent, -1 for a top-level span. */
    private final int[] parents;

    // Made when they are first asked for.
    private volatile @Nullable Map<String, List<Span>> children;
    private volatile @Nullable String agent;
    private volatile @Nullable Framework framework;

    private Trace(String traceId, List<Span> spans, int[] parents) {
        this.traceId = traceId;
        this.spans = spans;
        this.parents = parents;
        this.topLevel = topLevel(spans, parents);
    }

    /**
     * Returns the trace of these spans, sorted by start time and then span id. Of spans with the same id the first one
     * given counts.
     *
     * @param traceId 1 to 128 characters; 32 lower-case hex digits where the source is OpenTelemetry
     * @throws IllegalArgumentException if the id is empty or too long, or there is no span
     */
    public static Trace of(String traceId, List<Span> spans) {
        requireId("traceId", traceId);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("trace " + traceId + " has no spans");
        }
        Span[] sorted = sorted(spans);
        SpanPositions positions = SpanPositions.of(sorted);
        if (positions == null) {
            sorted = sorted(distinct(spans));
            positions = Objects.requireNonNull(SpanPositions.of(sorted), "no id comes twice");
        }
        int[] parents = positions.parents();
        endCycles(parents);
        return new Trace(traceId, List.of(sorted), parents);
    }

    /** Most spans come in order. */
    private static Span[] sorted(List<Span> spans) {
        Span[] sorted = spans.toArray(new Span[0]);
        for (int i = 1; i < sorted.length; i++) {
            if (BY_START.compare(sorted[i - 1], sorted[i]) > 0) {
                Arrays.sort(sorted, BY_START);
                return sorted;
            }
        }
        return sorted;
    }

    private static int byStart(Span one, Span two) {
        int start = Long.compare(one.startEpochNanos(), two.startEpochNanos());
        return start != 0 ? start : one.spanId().compareTo(two.spanId());
    }

    private static List<Span> distinct(List<Span> spans) {
        Set<String> seen = new HashSet<>();
        List<Span> distinct = new ArrayList<>(spans.size());
        for (Span span : spans) {
            if (seen.add(span.spanId())) {
                distinct.add(span);
            }
        }
        return distinct;
    }

    public String traceId() {
        return traceId;
    }

    /** Returns all spans in order of start time, then of span id; never empty. */
    public List<Span> spans() {
        return spans;
    }

    /** Returns the spans without a parent in this trace, in order; never empty. */
    public List<Span> topLevel() {
        return topLevel;
    }

    /** Returns the root, if there is exactly one top-level span. */
    public Optional<Span> root() {
        return topLevel.size() == 1 ? Optional.of(topLevel.get(0)) : Optional.empty();
    }

    /** Returns the children of {@code span} in order; empty if it has none or is not of this trace. */
    public List<Span> children(Span span) {
        if (topLevel.size() == spans.size()) {
            return List.of();
        }
        Map<String, List<Span>> known = children;
        if (known == null) {
            known = childrenOf(spans, parents);
            children = known;
        }
        return known.getOrDefault(span.spanId(), List.of());
    }

    /**
     * Returns the agent's name: the first one a span carries, top-level spans first, else the resource's
     * {@code service.name} or, from Phoenix, {@code openinference.project.name}, else {@code unknown}.
     */
    public String agent() {
        String known = agent;
        if (known == null) {
            known = named();
            agent = known;
        }
        return known;
    }

    private String named() {
        return firstOf(Span::agentName)
                .or(() -> firstOf(span -> span.resource().text("service.name")))
                .or(() -> firstOf(span -> span.resource().text("openinference.project.name")))
                .orElse("unknown");
    }

    /** Returns the agent's version: the first one a span carries, else the resource's {@code service.version}. */
    public Optional<String> agentVersion() {
        return firstOf(Span::agentVersion)
                .or(() -> firstOf(span -> span.resource().text("service.version")));
    }

    /** Returns the id shared by all traces of one conversation. */
    public Optional<String> conversationId() {
        return firstOf(Span::conversationId);
    }

    /** Returns when the first span started; the epoch if no time is known. */
    public Instant startTime() {
        return instant(startEpochNanos());
    }

    /** Returns nanoseconds since the epoch of the earliest known start; 0 if none is known. */
    public long startEpochNanos() {
        for (Span span : spans) {
            if (span.startEpochNanos() != 0) {
                return span.startEpochNanos();
            }
        }
        return 0;
    }

    /**
     * Returns how long the run took: the root's duration, else the time from the earliest start to the latest end. Empty
     * if no span has both times.
     */
    public Optional<Duration> duration() {
        Optional<Duration> root = root().flatMap(Span::duration);
        if (root.isPresent()) {
            return root;
        }
        long start = Long.MAX_VALUE;
        long end = 0;
        for (Span span : spans) {
            if (span.startEpochNanos() != 0 && span.endEpochNanos() != 0) {
                start = Math.min(start, span.startEpochNanos());
                end = Math.max(end, span.endEpochNanos());
            }
        }
        return end == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(end - start));
    }

    /** Returns what the agent was asked: the root's input, else the first input text in order. */
    public Optional<String> input() {
        return root().flatMap(Span::inputText).or(() -> firstOf(Span::inputText));
    }

    /** Returns what the agent answered: the root's output, else the last output text in order. */
    public Optional<String> output() {
        Optional<String> root = root().flatMap(Span::outputText);
        if (root.isPresent()) {
            return root;
        }
        for (int i = spans.size() - 1; i >= 0; i--) {
            Optional<String> text = spans.get(i).outputText();
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** Returns the tool calls in order. A call's error is that of its span. */
    public List<ToolCall> toolCalls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Span span : spans) {
            span.toolCall().ifPresent(calls::add);
        }
        return calls;
    }

    /**
     * Returns the tool and model calls in order. Of model calls inside one another, as frameworks record them, only the
     * innermost counts: it is the one that was sent.
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Span span : spans) {
            if (span.kind() == Span.Kind.LLM) {
                if (children(span).stream().noneMatch(child -> child.kind() == Span.Kind.LLM)) {
                    span.modelCall().ifPresent(steps::add);
                }
            } else {
                span.toolCall().ifPresent(steps::add);
            }
        }
        return steps;
    }

    /** Returns the usage of all model calls. A parent that repeats its children's figures is not counted twice. */
    public Usage usage() {
        Usage sum = Usage.none();
        for (Span top : topLevel) {
            sum = sum.plus(usageOf(top));
        }
        return sum;
    }

    /** Returns the evaluations attached to any span, in order. */
    public List<Evaluation> evaluations() {
        List<Evaluation> all = new ArrayList<>();
        spans.forEach(span -> all.addAll(span.evaluations()));
        return all;
    }

    /**
     * Returns how the run ended, by the first rule that applies:
     *
     * <ol>
     *   <li>The root failed: {@link Outcome.Aborted} if its error is a time-out or cancellation, else
     *       {@link Outcome.Failure}. Errors below a root that did not fail were handled.
     *   <li>There is no root, and a top-level span failed without a later top-level span of the same operation and tool
     *       succeeding: the same, for the last such span.
     *   <li>An evaluation carries a failing label: {@link Outcome.Failure} with cause
     *       {@link Outcome.Failure.Cause#EVALUATION}.
     *   <li>The root has a start but no end, while another span has one: {@link Outcome.Unknown}.
     *   <li>Otherwise {@link Outcome.Success}.
     * </ol>
     */
    public Outcome outcome() {
        return Outcomes.of(this);
    }

    /**
     * Returns the agent framework that the run used, and what named it; {@link Framework#UNKNOWN} if nothing did. Found
     * in the names in the spans, in time linear in the number of attributes: it is the same for a trace that was read from a
     * file, recorded live or kept in a store.
     */
    public Framework framework() {
        Framework known = framework;
        if (known == null) {
            known = Framework.of(this);
            framework = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Trace trace && traceId.equals(trace.traceId) && spans.equals(trace.spans));
    }

    @Override
    public int hashCode() {
        return traceId.hashCode();
    }

    @Override
    public String toString() {
        return "Trace[" + traceId + ", " + spans.size() + " spans]";
    }

    static void requireId(String what, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_ID_LENGTH + " characters: " + id.length());
        }
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(epochNanos / 1_000_000_000L, epochNanos % 1_000_000_000L);
    }

    private Optional<String> firstOf(Function<Span, Optional<String>> property) {
        for (Span span : topLevel) {
            Optional<String> value = property.apply(span);
            if (value.isPresent()) {
                return value;
            }
        }
        if (topLevel.size() == spans.size()) {
            return Optional.empty();
        }
        for (Span span : spans) {
            Optional<String> value = property.apply(span);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** The usage below and including {@code start}; the larger of a span's own figures and its children's sum. */
    private Usage usageOf(Span start) {
        if (children(start).isEmpty()) {
            return start.usage();
        }
        // Children are visited before their parents by walking the pre-order backwards: no recursion, any depth.
        List<Span> preOrder = new ArrayList<>();
        List<Span> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            Span span = open.remove(open.size() - 1);
            preOrder.add(span);
            open.addAll(children(span));
        }
        Map<String, Usage> sums = new HashMap<>();
        for (int i = preOrder.size() - 1; i >= 0; i--) {
            Span span = preOrder.get(i);
            Usage below = Usage.none();
            for (Span child : children(span)) {
                below = below.plus(sums.getOrDefault(child.spanId(), Usage.none()));
            }
            sums.put(span.spanId(), larger(span.usage(), below));
        }
        return sums.getOrDefault(start.spanId(), Usage.none());
    }

    private static Usage larger(Usage own, Usage below) {
        return new Usage(
                max(own.inputTokens(), below.inputTokens()),
                max(own.outputTokens(), below.outputTokens()),
                max(own.cachedInputTokens(), below.cachedInputTokens()),
                max(own.cacheWriteTokens(), below.cacheWriteTokens()),
                max(own.reasoningTokens(), below.reasoningTokens()),
                max(own.costUsd(), below.costUsd()));
    }

    private static <N extends Comparable<N>> @Nullable N max(@Nullable N one, @Nullable N two) {
        return one == null ? two : two == null || one.compareTo(two) >= 0 ? one : two;
    }

    private static List<Span> topLevel(List<Span> spans, int[] parents) {
        int count = 0;
        for (int parent : parents) {
            count += parent < 0 ? 1 : 0;
        }
        Span[] top = new Span[count];
        for (int i = parents.length - 1; count > 0; i--) {
            if (parents[i] < 0) {
                top[--count] = spans.get(i);
            }
        }
        return List.of(top);
    }

    private static Map<String, List<Span>> childrenOf(List<Span> spans, int[] parents) {
        Map<String, List<Span>> children = new HashMap<>();
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] >= 0) {
                children.computeIfAbsent(spans.get(parents[i]).spanId(), id -> new ArrayList<>())
                        .add(spans.get(i));
            }
        }
        children.replaceAll((id, list) -> List.copyOf(list));
        return children;
    }

    /** Takes the parent away from each span that is its own ancestor. Each span is walked over twice at most. */
    private static void endCycles(int[] parents) {
        if (parentsComeFirst(parents)) {
            return;
        }
        // The walk on which a span was first met: meeting one of the same walk again closes a cycle.
        int[] walks = new int[parents.length];
        for (int start = 0; start < parents.length; start++) {
            int walk = start + 1;
            int at = start;
            while (at >= 0 && walks[at] == 0) {
                walks[at] = walk;
                at = parents[at];
            }
            if (at >= 0 && walks[at] == walk) {
                while (parents[at] >= 0) {
                    int parent = parents[at];
                    parents[at] = -1;
                    at = parent;
                }
            }
        }
    }

    /** Spans that start before all of their children, as nearly all do, form no cycle. */
    private static boolean parentsComeFirst(int[] parents) {
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] >= i) {
                return false;
            }
        }
        return true;
    }
}
