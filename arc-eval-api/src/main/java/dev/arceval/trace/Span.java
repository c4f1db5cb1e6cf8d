package dev.arceval.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run: a model call, a tool call, the agent's whole turn.
 *
 * <p>The identity, times, status, events, links, resource and scope are OpenTelemetry's. The rest is the GenAI view,
 * filled from whichever vocabulary the source spoke. What was not recorded is absent.
 *
 * <p>Times are nanoseconds since 1970-01-01T00:00Z; zero means unknown, as in OTLP. An end before the start is refused:
 * a reader that meets one sets the end to the start and says so in its report.
 *
 * @since 0.1
 */
public final class Span {

    private final String spanId;
    private final @Nullable String parentSpanId;
    private final String name;
    private final Kind kind;
    private final @Nullable String operation;
    private final long startEpochNanos;
    private final long endEpochNanos;
    private final Status status;
    private final @Nullable String statusMessage;
    private final @Nullable String errorType;
    private final @Nullable String agentName;
    private final @Nullable String agentVersion;
    private final @Nullable String conversationId;
    private final @Nullable String userId;
    private final @Nullable String provider;
    private final @Nullable String model;
    private final List<Message> input;
    private final List<Message> output;
    private final @Nullable String toolName;
    private final @Nullable String toolCallId;
    private final @Nullable String toolArguments;
    private final @Nullable String toolResult;
    private final List<Document> documents;
    private final Usage usage;
    private final List<String> finishReasons;
    private final List<Evaluation> evaluations;
    private final Attributes attributes;
    private final List<Event> events;
    private final List<Link> links;
    private final Attributes resource;
    private final Scope scope;
    private final int spanKind;
    private final @Nullable String traceState;
    private final int droppedCount;

    private Span(Builder builder) {
        this.spanId = builder.spanId;
        this.parentSpanId = builder.parentSpanId;
        this.name = builder.name;
        this.kind = builder.kind;
        this.operation = builder.operation;
        this.startEpochNanos = builder.startEpochNanos;
        this.endEpochNanos = builder.endEpochNanos;
        this.status = builder.status;
        this.statusMessage = builder.statusMessage;
        this.errorType = builder.errorType;
        this.agentName = builder.agentName;
        this.agentVersion = builder.agentVersion;
        this.conversationId = builder.conversationId;
        this.userId = builder.userId;
        this.provider = builder.provider;
        this.model = builder.model;
        this.input = copy(builder.input);
        this.output = copy(builder.output);
        this.toolName = builder.toolName;
        this.toolCallId = builder.toolCallId;
        this.toolArguments = builder.toolArguments;
        this.toolResult = builder.toolResult;
        this.documents = List.copyOf(builder.documents);
        this.usage = builder.usage;
        this.finishReasons = List.copyOf(builder.finishReasons);
        this.evaluations = List.copyOf(builder.evaluations);
        this.attributes = builder.attributes;
        this.events = List.copyOf(builder.events);
        this.links = List.copyOf(builder.links);
        this.resource = builder.resource;
        this.scope = builder.scope;
        this.spanKind = builder.spanKind;
        this.traceState = builder.traceState;
        this.droppedCount = builder.droppedCount;
    }

    /** Messages that nobody read yet stay unread. */
    private static List<Message> copy(List<Message> messages) {
        return messages instanceof LazyMessages ? messages : List.copyOf(messages);
    }

    /**
     * Starts a span.
     *
     * @param spanId 1 to 128 characters; 16 lower-case hex digits where the source is OpenTelemetry
     * @param name the span's name; may be empty
     */
    public static Builder builder(String spanId, String name) {
        return new Builder(spanId, name);
    }

    /** Returns a builder that starts with everything this span holds. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public String spanId() {
        return spanId;
    }

    /** Returns the parent's span id; empty for a root. The parent need not be in the trace. */
    public Optional<String> parentSpanId() {
        return Optional.ofNullable(parentSpanId);
    }

    @Nullable
    String parentIdOrNull() {
        return parentSpanId;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * Returns what the span does in its vocabulary's own word: {@code chat}, {@code execute_tool}, or the users'
     * {@code operation.type} such as {@code tool.search}.
     */
    public Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    /** Returns nanoseconds since the epoch; 0 if unknown. */
    public long startEpochNanos() {
        return startEpochNanos;
    }

    /** Returns nanoseconds since the epoch; 0 if unknown. */
    public long endEpochNanos() {
        return endEpochNanos;
    }

    /** Returns the time from start to end, if both are known. */
    public Optional<Duration> duration() {
        return startEpochNanos == 0 || endEpochNanos == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(endEpochNanos - startEpochNanos));
    }

    public Status status() {
        return status;
    }

    public Optional<String> statusMessage() {
        return Optional.ofNullable(statusMessage);
    }

    /** Returns the kind of error, such as an exception class; present only where the source names one. */
    public Optional<String> errorType() {
        return Optional.ofNullable(errorType);
    }

    /** Whether this step ended in an error. */
    public boolean failed() {
        return status == Status.ERROR;
    }

    public Optional<String> agentName() {
        return Optional.ofNullable(agentName);
    }

    public Optional<String> agentVersion() {
        return Optional.ofNullable(agentVersion);
    }

    /** Returns the id shared by all traces of one conversation. */
    public Optional<String> conversationId() {
        return Optional.ofNullable(conversationId);
    }

    /** Returns the id of the person the agent worked for. */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /** Returns the model provider, such as {@code openai}. */
    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    /** Returns the model that answered, or the requested one where only that was recorded. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Returns what this step was given, system instructions first; empty if no content was recorded. */
    public List<Message> input() {
        return input;
    }

    /** Returns what this step answered; empty if no content was recorded. */
    public List<Message> output() {
        return output;
    }

    /**
     * Returns what the user said last: the text of the last user message and of the user messages right before it, joined by
     * newlines. Without a user message, the text of the last message that has any.
     */
    public Optional<String> inputText() {
        int end = input.size();
        while (end > 0 && !isUserText(input.get(end - 1))) {
            end--;
        }
        if (end == 0) {
            return lastText(input);
        }
        int start = end - 1;
        while (start > 0 && isUserText(input.get(start - 1))) {
            start--;
        }
        // Nearly always it is one message, and this is asked of every span several times.
        return Optional.of(
                start == end - 1
                        ? input.get(start).text()
                        : input.subList(start, end).stream().map(Message::text).collect(Collectors.joining("\n")));
    }

    /** Returns the text of the last answer that has any. */
    public Optional<String> outputText() {
        return lastText(output);
    }

    /** Returns the tool call this span stands for; present exactly if a tool is named. A failed span gives a failed call. */
    public Optional<ToolCall> toolCall() {
        return toolName == null
                ? Optional.empty()
                : Optional.of(
                        new ToolCall(toolName, toolCallId, toolArguments, toolResult, failed() ? errorText() : null));
    }

    /** Returns the model call this span stands for; present exactly for a call of a language model. */
    public Optional<ModelCall> modelCall() {
        return kind == Kind.LLM
                ? Optional.of(new ModelCall(model, input, output, finishReasons, usage, failed() ? errorText() : null))
                : Optional.empty();
    }

    /** Returns what a retrieval found, best first as far as the source sorts them; empty if that was not recorded. */
    public List<Document> documents() {
        return documents;
    }

    public Usage usage() {
        return usage;
    }

    /** Returns why the model stopped, such as {@code stop}, {@code length} or {@code tool_calls}. */
    public List<String> finishReasons() {
        return finishReasons;
    }

    public List<Evaluation> evaluations() {
        return evaluations;
    }

    /** Returns the attributes that no typed field carries. */
    public Attributes attributes() {
        return attributes;
    }

    public List<Event> events() {
        return events;
    }

    public List<Link> links() {
        return links;
    }

    /** Returns the attributes of the process that recorded the span. */
    public Attributes resource() {
        return resource;
    }

    /** Returns the instrumentation that recorded the span. */
    public Scope scope() {
        return scope;
    }

    /** Returns OTLP's number for the span kind (0 unspecified, 1 internal, 3 client ...); unknown numbers are kept. */
    public int spanKind() {
        return spanKind;
    }

    /** Returns the W3C trace state as sent. */
    public Optional<String> traceState() {
        return Optional.ofNullable(traceState);
    }

    /** Returns how many attributes, events and links were dropped before or while the span was read. */
    public int droppedCount() {
        return droppedCount;
    }

    private String errorText() {
        String type = errorType == null ? "error" : errorType;
        return statusMessage == null || statusMessage.isEmpty() ? type : type + ": " + statusMessage;
    }

    private static boolean isUserText(Message message) {
        return message.role() == Message.Role.USER && !message.text().isEmpty();
    }

    private static Optional<String> lastText(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String text = messages.get(i).text();
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Span span && state().equals(span.state()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(spanId, name, startEpochNanos, endEpochNanos);
    }

    @Override
    public String toString() {
        return "Span[" + spanId + " " + kind + " " + name + (failed() ? " failed" : "") + "]";
    }

    private List<@Nullable Object> state() {
        return Arrays.asList(
                spanId,
                parentSpanId,
                name,
                kind,
                operation,
                startEpochNanos,
                endEpochNanos,
                status,
                statusMessage,
                errorType,
                agentName,
                agentVersion,
                conversationId,
                userId,
                provider,
                model,
                input,
                output,
                toolName,
                toolCallId,
                toolArguments,
                toolResult,
                documents,
                usage,
                finishReasons,
                evaluations,
                attributes,
                events,
                links,
                resource,
                scope,
                spanKind,
                traceState,
                droppedCount);
    }

    /** What kind of step a span is, across all vocabularies. */
    public enum Kind {
        /** A whole turn of an agent. */
        AGENT,
        /** A call of a language model. */
        LLM,
        /** A call of a tool. */
        TOOL,
        /** A search in a knowledge base, reranking included. */
        RETRIEVAL,
        /** A call of an embedding model. */
        EMBEDDING,
        /** Steps joined together without being an agent: a chain, workflow or task. */
        CHAIN,
        /** A check of an input or an answer. */
        GUARDRAIL,
        /** Anything else, such as an HTTP request or a database call. */
        OTHER
    }

    /** OpenTelemetry's span status. */
    public enum Status {
        /** Nobody said; by convention no error was seen. */
        UNSET,
        OK,
        ERROR
    }

    /**
     * Something that happened during a span.
     *
     * @param name what happened
     * @param epochNanos when, in nanoseconds since the epoch; 0 if unknown
     */
    public record Event(String name, long epochNanos, Attributes attributes) {}

    /**
     * A pointer to a span of another trace, or of the same.
     *
     * @param traceState the W3C trace state as sent
     */
    public record Link(
            String traceId,
            String spanId,
            Attributes attributes,
            @Nullable String traceState) {}

    /**
     * The instrumentation that recorded a span.
     *
     * @param name the library's name; empty if it was not sent
     */
    public record Scope(String name, @Nullable String version, Attributes attributes) {

        private static final Scope NONE = new Scope("", null, Attributes.empty());

        /** Returns the scope of a source that names none. */
        public static Scope none() {
            return NONE;
        }
    }

    /** Collects a span. Mutable, for one thread; {@link #build()} copies. */
    public static final class Builder {

        private String spanId;
        private @Nullable String parentSpanId;
        private String name;
        private Kind kind = Kind.OTHER;
        private @Nullable String operation;
        private long startEpochNanos;
        private long endEpochNanos;
        private Status status = Status.UNSET;
        private @Nullable String statusMessage;
        private @Nullable String errorType;
        private @Nullable String agentName;
        private @Nullable String agentVersion;
        private @Nullable String conversationId;
        private @Nullable String userId;
        private @Nullable String provider;
        private @Nullable String model;
        private List<Message> input = List.of();
        private List<Message> output = List.of();
        private @Nullable String toolName;
        private @Nullable String toolCallId;
        private @Nullable String toolArguments;
        private @Nullable String toolResult;
        private List<Document> documents = List.of();
        private Usage usage = Usage.none();
        private List<String> finishReasons = List.of();
        private List<Evaluation> evaluations = List.of();
        private Attributes attributes = Attributes.empty();
        private List<Event> events = List.of();
        private List<Link> links = List.of();
        private Attributes resource = Attributes.empty();
        private Scope scope = Scope.none();
        private int spanKind;
        private @Nullable String traceState;
        private int droppedCount;

        private Builder(String spanId, String name) {
            this.spanId = spanId;
            this.name = name;
        }

        private Builder(Span span) {
            this.spanId = span.spanId;
            this.parentSpanId = span.parentSpanId;
            this.name = span.name;
            this.kind = span.kind;
            this.operation = span.operation;
            this.startEpochNanos = span.startEpochNanos;
            this.endEpochNanos = span.endEpochNanos;
            this.status = span.status;
            this.statusMessage = span.statusMessage;
            this.errorType = span.errorType;
            this.agentName = span.agentName;
            this.agentVersion = span.agentVersion;
            this.conversationId = span.conversationId;
            this.userId = span.userId;
            this.provider = span.provider;
            this.model = span.model;
            this.input = span.input;
            this.output = span.output;
            this.toolName = span.toolName;
            this.toolCallId = span.toolCallId;
            this.toolArguments = span.toolArguments;
            this.toolResult = span.toolResult;
            this.documents = span.documents;
            this.usage = span.usage;
            this.finishReasons = span.finishReasons;
            this.evaluations = span.evaluations;
            this.attributes = span.attributes;
            this.events = span.events;
            this.links = span.links;
            this.resource = span.resource;
            this.scope = span.scope;
            this.spanKind = span.spanKind;
            this.traceState = span.traceState;
            this.droppedCount = span.droppedCount;
        }

        public Builder spanId(String spanId) {
            this.spanId = spanId;
            return this;
        }

        /** Sets the parent; an empty text means none. */
        public Builder parentSpanId(@Nullable String parentSpanId) {
            this.parentSpanId = parentSpanId == null || parentSpanId.isEmpty() ? null : parentSpanId;
            return this;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder kind(Kind kind) {
            this.kind = kind;
            return this;
        }

        public Builder operation(@Nullable String operation) {
            this.operation = operation;
            return this;
        }

        /** Sets the start, in nanoseconds since the epoch; 0 for unknown. */
        public Builder startEpochNanos(long nanos) {
            this.startEpochNanos = nanos;
            return this;
        }

        /** Sets the end, in nanoseconds since the epoch; 0 for unknown. */
        public Builder endEpochNanos(long nanos) {
            this.endEpochNanos = nanos;
            return this;
        }

        /** Sets the start; the range is that of nanoseconds in a {@code long}, up to the year 2262. */
        public Builder start(Instant start) {
            return startEpochNanos(nanos(start));
        }

        /** Sets the end; the range is that of nanoseconds in a {@code long}, up to the year 2262. */
        public Builder end(Instant end) {
            return endEpochNanos(nanos(end));
        }

        public Builder status(Status status) {
            this.status = status;
            return this;
        }

        public Builder statusMessage(@Nullable String message) {
            this.statusMessage = message;
            return this;
        }

        /** Sets the kind of error without changing the status. */
        public Builder errorType(@Nullable String errorType) {
            this.errorType = errorType;
            return this;
        }

        /** Sets the status to {@link Status#ERROR} with the given type and message. */
        public Builder failed(String errorType, @Nullable String message) {
            return status(Status.ERROR).errorType(errorType).statusMessage(message);
        }

        public Builder agentName(@Nullable String agentName) {
            this.agentName = agentName;
            return this;
        }

        public Builder agentVersion(@Nullable String agentVersion) {
            this.agentVersion = agentVersion;
            return this;
        }

        public Builder conversationId(@Nullable String conversationId) {
            this.conversationId = conversationId;
            return this;
        }

        public Builder userId(@Nullable String userId) {
            this.userId = userId;
            return this;
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        /** Sets what the step was given; {@link LazyMessages} stay unread. */
        public Builder input(List<Message> input) {
            this.input = input;
            return this;
        }

        /** Sets the input to one user message. */
        public Builder input(String text) {
            return input(List.of(Message.user(text)));
        }

        /** Sets what the step answered; {@link LazyMessages} stay unread. */
        public Builder output(List<Message> output) {
            this.output = output;
            return this;
        }

        /** Sets the output to one message of the assistant. */
        public Builder output(String text) {
            return output(List.of(Message.assistant(text)));
        }

        public Builder toolName(@Nullable String name) {
            this.toolName = name;
            return this;
        }

        public Builder toolCallId(@Nullable String id) {
            this.toolCallId = id;
            return this;
        }

        /** Sets the tool's arguments, as JSON text where they are JSON. */
        public Builder toolArguments(@Nullable String arguments) {
            this.toolArguments = arguments;
            return this;
        }

        /** Sets the tool's result, as JSON text where it is JSON. */
        public Builder toolResult(@Nullable String result) {
            this.toolResult = result;
            return this;
        }

        public Builder documents(List<Document> documents) {
            this.documents = documents;
            return this;
        }

        public Builder usage(Usage usage) {
            this.usage = usage;
            return this;
        }

        public Builder finishReasons(List<String> reasons) {
            this.finishReasons = reasons;
            return this;
        }

        public Builder evaluations(List<Evaluation> evaluations) {
            this.evaluations = evaluations;
            return this;
        }

        public Builder attributes(Attributes attributes) {
            this.attributes = attributes;
            return this;
        }

        public Builder events(List<Event> events) {
            this.events = events;
            return this;
        }

        public Builder links(List<Link> links) {
            this.links = links;
            return this;
        }

        public Builder resource(Attributes resource) {
            this.resource = resource;
            return this;
        }

        public Builder scope(Scope scope) {
            this.scope = scope;
            return this;
        }

        public Builder spanKind(int spanKind) {
            this.spanKind = spanKind;
            return this;
        }

        public Builder traceState(@Nullable String traceState) {
            this.traceState = traceState;
            return this;
        }

        public Builder droppedCount(int droppedCount) {
            this.droppedCount = droppedCount;
            return this;
        }

        /**
         * Returns the span.
         *
         * @throws IllegalArgumentException if an id is empty or longer than 128 characters, a time is negative, a known
         *     end lies before a known start, or a tool call has an id, arguments or a result but no name
         */
        public Span build() {
            Trace.requireId("spanId", spanId);
            if (parentSpanId != null) {
                Trace.requireId("parentSpanId", parentSpanId);
            }
            if (startEpochNanos < 0 || endEpochNanos < 0) {
                throw new IllegalArgumentException(
                        "span " + spanId + " has a negative time: " + startEpochNanos + ".." + endEpochNanos);
            }
            if (startEpochNanos != 0 && endEpochNanos != 0 && endEpochNanos < startEpochNanos) {
                throw new IllegalArgumentException(
                        "span " + spanId + " ends before it starts: " + startEpochNanos + ".." + endEpochNanos);
            }
            if (toolName == null && (toolCallId != null || toolArguments != null || toolResult != null)) {
                throw new IllegalArgumentException("span " + spanId + " has a tool call without the tool's name");
            }
            return new Span(this);
        }

        private static long nanos(Instant instant) {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        }
    }
}
