package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills the typed fields of a span from its attributes and events.
 *
 * <p>An attribute that feeds a field is gone from the attributes, so that each text exists once; every other one stays. So
 * it is with events: what is taken is gone, and one that holds nothing else, too.
 */
final class SpanMapping {

    static final String EVALUATION_EVENT = "gen_ai.evaluation.result";
    static final String EVALUATION_NAME = "gen_ai.evaluation.name";
    static final String EVALUATION_SCORE = "gen_ai.evaluation.score.value";
    static final String EVALUATION_LABEL = "gen_ai.evaluation.score.label";
    static final String EVALUATION_EXPLANATION = "gen_ai.evaluation.explanation";

    /** Counted where a tool call goes by the name of its span. */
    static final String UNNAMED_TOOL = "tool call without a name named like its span";

    /** Counted where nobody can say which tool was called. */
    static final String NO_TOOL = "tool call without a name left in the attributes";

    /** How the conventions name the span of a tool call. */
    private static final String TOOL_SPAN = "execute_tool ";

    /** Whatever attributes or their members feed comes before this. */
    private static final int LAST_RANK = Integer.MAX_VALUE;

    /** Members by which whole requests are told that stand where only messages are expected. */
    private static final List<Vocabulary.Member> REQUEST = List.of(
            new Vocabulary.Member(List.of("system"), Field.SYSTEM),
            new Vocabulary.Member(List.of("messages"), Field.INPUT),
            new Vocabulary.Member(List.of("contents"), Field.INPUT));

    private static final Field[] USAGE = {
        Field.INPUT_TOKENS,
        Field.OUTPUT_TOKENS,
        Field.CACHED_TOKENS,
        Field.CACHE_WRITE_TOKENS,
        Field.REASONING_TOKENS,
        Field.COST
    };

    private static final List<Vocabulary.Member> ANSWER = List.of(
            new Vocabulary.Member(List.of("messages"), Field.OUTPUT),
            new Vocabulary.Member(List.of("choices"), Field.OUTPUT),
            new Vocabulary.Member(List.of("generations"), Field.OUTPUT),
            new Vocabulary.Member(List.of("message"), Field.OUTPUT));

    private final AttributeMap rest = new AttributeMap();
    private final FieldValues fed = new FieldValues();
    private final List<Compound> compounds = new ArrayList<>(0);
    private final Map<String, Map<String, Object>> indexed = new LinkedHashMap<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final Conversation conversation;
    private final BiConsumer<Word, Object> placing = this::place;

    /** Whether among the attributes that stay may be a word for the kind. */
    private boolean kindWords;

    /** An attribute of whose JSON some members may feed fields. */
    private record Compound(String attribute, Object raw, List<Vocabulary.Member> members, int rank) {}

    /** Returns the ids that stand in for those of the span, where they could not be written as such. */
    record Ids(
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String parentId) {}

    /** Takes the attributes of a span, by name. */
    SpanMapping(Map<String, Object> attributes, Conversation conversation) {
        this(conversation);
        AttributeMap named = new AttributeMap();
        named.putAll(attributes);
        take(named);
    }

    /** Waits for the attributes of a span. */
    SpanMapping(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Starts anew with the attributes of another span. */
    void take(AttributeMap attributes) {
        rest.clear();
        fed.clear();
        compounds.clear();
        kindWords = false;
        indexed.clear();
        evaluations.clear();
        attributes.forEachWord(placing);
        if (!indexed.isEmpty()) {
            placeIndexed();
        }
    }

    Ids ids() {
        return new Ids(text(Field.TRACE_ID), text(Field.SPAN_ID), text(Field.PARENT_ID));
    }

    /** Fills {@code span}, whose status is set, and leaves the events that say nothing of its fields. */
    void fill(
            Span.Builder span,
            String name,
            Span.Status status,
            @Nullable String statusMessage,
            List<Span.Event> events) {
        List<Span.Event> kept = takeEvaluations(events);
        boolean telling = !kept.isEmpty() && value(Field.EXACT) == null;
        if (telling) {
            kept = takeDetails(kept);
        }
        placeCompounds();
        String operation = text(Field.OPERATION);
        Span.Kind kind = kind(operation, name);
        if (telling) {
            kept = takeMessages(kept, kind);
        }
        placeValues(kind);
        placeAnswer();
        placeFeedback();
        nameTool(kind, name);
        leaveNamedTool(kind);
        Span.Status said = ofLangfuse(kind, name, status);
        span.kind(kind)
                .status(said)
                .operation(operation)
                .agentName(text(Field.AGENT_NAME))
                .agentVersion(text(Field.AGENT_VERSION))
                .conversationId(text(Field.CONVERSATION))
                .userId(text(Field.USER))
                .provider(text(Field.PROVIDER))
                .model(text(Field.MODEL))
                .toolName(text(Field.TOOL_NAME))
                .toolCallId(text(Field.TOOL_CALL_ID))
                .toolArguments(text(Field.TOOL_ARGUMENTS))
                .toolResult(text(Field.TOOL_RESULT))
                .documents(list(Field.DOCUMENTS))
                .usage(usage())
                .finishReasons(list(Field.FINISH_REASONS))
                .input(input())
                .output(list(Field.OUTPUT))
                .evaluations(evaluations.isEmpty() ? List.of() : List.copyOf(evaluations))
                .events(kept);
        error(span, said, statusMessage, kept);
        cutRest();
        span.attributes(Attributes.of(rest));
    }

    /** What was kept whole because it might have held messages is none of them. */
    private void cutRest() {
        if (rest.isEmpty()) {
            return;
        }
        Map<String, Object> cut = new HashMap<>(0);
        rest.forEach((attribute, value) -> {
            boolean whole = value instanceof String
                    || ((value instanceof List || value instanceof Map) && Vocabularies.holdsMessages(attribute));
            Object within = whole ? conversation.cut(value) : value;
            if (within != value) {
                cut.put(attribute, within);
            }
        });
        rest.putAll(cut);
    }

    /**
     * Returns the kind that a span's words speak for, or else what it carries.
     *
     * @param operation the operation
     * @param others attributes among which further words for the operation may be
     * @param modelCall whether a model and the tokens it generated are stated
     */
    static Span.Kind kind(
            @Nullable String operation, Map<String, Object> others, boolean namesTool, boolean modelCall) {
        // LangSmith's exporter calls a prompt's template a chat and a search an embedding, and says beside it what they
        // are.
        Span.Kind kind = others.get(LangSmithWords.KIND) instanceof String run ? Vocabularies.kind(run) : null;
        if (kind == null && operation != null) {
            kind = Vocabularies.kind(operation);
        }
        if (kind == null) {
            kind = Vocabularies.kind(others);
        }
        return kind != null ? kind : namesTool ? Span.Kind.TOOL : modelCall ? Span.Kind.LLM : Span.Kind.OTHER;
    }

    private void place(Word word, Object value) {
        String attribute = word.name;
        if (word.escaped) {
            kindWords = true;
            rest.put(OwnWords.unescaped(attribute), value);
            return;
        }
        Vocabularies.Rule rule = word.rule;
        if (rule != null) {
            kindWords |= rule.field() == Field.OPERATION || rule.field() == Field.KIND_WORD;
            if (rule.field() == null) {
                compounds.add(new Compound(attribute, plain(value), rule.members(), rule.rank()));
            } else {
                boolean wrapped = rule.wrapping() != Wrapping.NONE;
                Object read = wrapped && value instanceof String text
                        ? rule.wrapping().unwrapped(text)
                        : value;
                feed(rule.field(), attribute, value, read, rule.rank());
            }
            return;
        }
        String prefix = word.indexedPrefix;
        if (prefix == null) {
            rest.put(word, value);
        } else {
            indexed.computeIfAbsent(prefix, key -> new LinkedHashMap<>()).put(attribute, value);
        }
    }

    private static Object plain(Object raw) {
        return raw instanceof MessageText text ? text.text() : raw;
    }

    private void feed(Field field, String attribute, Object raw, Object toRead, int rank) {
        Object value = has(field) && fed.rank(field) < rank ? null : field.read(toRead, conversation);
        if (value == null) {
            rest.put(attribute, plain(raw));
            return;
        }
        release(field);
        fed.set(field, attribute, raw, value, rank);
    }

    /** Feeds what no attribute did; the one it stands in is left without it. */
    private void feed(Field field, String attribute, Object value) {
        if (!has(field)) {
            fed.set(field, attribute, value, value, LAST_RANK);
        }
    }

    private void placeIndexed() {
        indexed.forEach((prefix, attributes) -> {
            Field field = Vocabularies.indexed(prefix);
            if (field == Field.EVALUATIONS) {
                evaluations.addAll(IndexedMessages.evaluations(prefix, attributes, rest));
            } else if (has(field)) {
                rest.putAll(attributes);
            } else if (field == Field.DOCUMENTS) {
                List<?> documents = IndexedMessages.documents(prefix, attributes, rest, conversation);
                if (documents != null) {
                    feed(field, prefix, documents);
                }
            } else {
                placeMessages(field, prefix, attributes);
            }
        });
    }

    private void placeMessages(Field field, String prefix, Map<String, Object> attributes) {
        IndexedMessages.Read read = IndexedMessages.read(prefix, attributes, rest);
        if (read == null) {
            rest.putAll(attributes);
            return;
        }
        feed(field, prefix, read.messages());
        if (field == Field.OUTPUT && !read.finishReasons().isEmpty() && !has(Field.FINISH_REASONS)) {
            feed(Field.FINISH_REASONS, prefix, List.copyOf(read.finishReasons().values()));
        } else {
            rest.putAll(read.finishReasons());
        }
    }

    private void placeCompounds() {
        if (compounds.isEmpty()) {
            return;
        }
        compounds.sort(Comparator.comparingInt(Compound::rank));
        for (Compound compound : compounds) {
            if (!takeMembers(compound.attribute, compound.raw, compound.members)) {
                rest.put(compound.attribute, compound.raw);
            }
        }
    }

    /** Feeds fields from members of the JSON in {@code raw} and leaves the others; false if there was nothing to take. */
    private boolean takeMembers(String attribute, Object raw, List<Vocabulary.Member> members) {
        JsonMembers json = raw instanceof String text
                ? JsonMembers.of(text)
                : raw instanceof Map<?, ?> ? JsonMembers.of(ValueJson.write(raw)) : null;
        if (json == null) {
            return false;
        }
        boolean taken = false;
        // Instructions are part of the input: where that is known from elsewhere, they are, too.
        boolean inputKnown = has(Field.INPUT);
        for (Vocabulary.Member member : members) {
            boolean known = has(member.field()) || (inputKnown && member.field() == Field.SYSTEM);
            Object value = known ? null : json.get(member.path());
            Object read = value == null ? null : member.field().read(value, conversation);
            if (read != null) {
                feed(member.field(), attribute, read);
                json.remove(member.path());
                taken = true;
            }
        }
        if (taken && attribute.equals(LangfuseWords.USAGE)) {
            countWhatIsApart(json.get(List.of("total")));
        }
        if (taken && !json.isEmpty()) {
            rest.put(attribute, json.write());
        }
        return taken;
    }

    private Span.Kind kind(@Nullable String operation, String spanName) {
        String stated = text(Field.KIND);
        if (stated != null) {
            for (Span.Kind kind : Span.Kind.values()) {
                if (kind.name().equals(stated)) {
                    return kind;
                }
            }
            release(Field.KIND);
        }
        Span.Kind kind = kind(
                operation,
                kindWords ? rest : Map.of(),
                has(Field.TOOL_NAME),
                has(Field.MODEL) && has(Field.OUTPUT_TOKENS));
        if (kind == Span.Kind.TOOL && AdkWords.MERGED_TOOLS.equals(rest.get(GenAiWords.TOOL_NAME))) {
            return Span.Kind.OTHER;
        }
        if (kind == Span.Kind.OTHER && operation == null && spanName.startsWith(TOOL_SPAN)) {
            // A tool that threw may have left nothing else.
            feed(Field.TOOL_NAME, GenAiWords.TOOL_NAME, spanName.substring(TOOL_SPAN.length()));
            return has(Field.TOOL_NAME) ? Span.Kind.TOOL : kind;
        }
        // Only an agent has a whole conversation to tell.
        boolean agent = operation == null && has(Field.CONVERSATION_LOG) && has(Field.AGENT_NAME);
        return agent ? Span.Kind.AGENT : kind;
    }

    /** A tool's {@code input.value} is its arguments, any other step's is what it was told. */
    private void placeValues(Span.Kind kind) {
        splitLog();
        if (kind == Span.Kind.TOOL) {
            if (value(Field.EXACT) == null) {
                takeCall();
            }
            move(Field.INPUT_VALUE, Field.TOOL_ARGUMENTS);
            move(Field.OUTPUT_VALUE, Field.TOOL_RESULT);
            unwrapArguments();
            takeAnswer();
        } else {
            if (kind == Span.Kind.RETRIEVAL) {
                moveIfFits(Field.OUTPUT_VALUE, Field.DOCUMENTS);
            }
            completeMessages();
            moveMessages(Field.INPUT_VALUE, Field.INPUT, REQUEST);
            moveMessages(Field.OUTPUT_VALUE, Field.OUTPUT, ANSWER);
        }
        if (kind == Span.Kind.TOOL || kind == Span.Kind.AGENT) {
            move(Field.ENTITY_NAME, kind == Span.Kind.TOOL ? Field.TOOL_NAME : Field.AGENT_NAME);
        } else {
            release(Field.ENTITY_NAME);
        }
    }

    /** A tool's messages are one request and one response. */
    private void takeCall() {
        if (!has(Field.TOOL_ARGUMENTS)
                && onlyPart(Field.INPUT) instanceof Message.ToolRequest request
                && request.arguments() != null) {
            fed.remove(Field.INPUT);
            feed(Field.TOOL_ARGUMENTS, GenAiWords.TOOL_ARGUMENTS, request.arguments());
            feed(Field.TOOL_NAME, GenAiWords.TOOL_NAME, request.name());
            if (request.id() != null) {
                feed(Field.TOOL_CALL_ID, GenAiWords.TOOL_CALL_ID, request.id());
            }
        }
        if (!has(Field.TOOL_RESULT) && onlyPart(Field.OUTPUT) instanceof Message.ToolResponse response) {
            fed.remove(Field.OUTPUT);
            feed(Field.TOOL_RESULT, GenAiWords.TOOL_RESULT, response.result());
        }
    }

    /** LangChain's tools answer with a message, which says what call it is for. */
    private void takeAnswer() {
        String result = text(Field.TOOL_RESULT);
        if (result == null || !result.contains("\"tool_call_id\"")) {
            return;
        }
        JsonMembers wrapped = JsonMembers.of(result);
        Object message = wrapped != null && wrapped.holdOnly("output") ? wrapped.get(List.of("output")) : result;
        List<Message> messages = message instanceof String text ? MessageReader.read(text, Message.Role.TOOL) : null;
        if (messages != null && onlyPart(messages) instanceof Message.ToolResponse response) {
            fed.remove(Field.TOOL_RESULT);
            feed(Field.TOOL_RESULT, fed.attribute(Field.TOOL_RESULT), response.result());
            if (response.id() != null) {
                feed(Field.TOOL_CALL_ID, GenAiWords.TOOL_CALL_ID, response.id());
            }
        }
    }

    /** Takes arguments out of what frameworks put them in: a call, LangSmith's input, the notation of Python. */
    private void unwrapArguments() {
        String arguments = text(Field.TOOL_ARGUMENTS);
        if (arguments == null
                || !arguments.startsWith("{")
                || fed.attribute(Field.TOOL_ARGUMENTS).equals(GenAiWords.TOOL_ARGUMENTS)) {
            return;
        }
        String bare = Wrapping.CALL.unwrapped(arguments);
        JsonMembers run = rest.containsKey(LangSmithWords.KIND) ? JsonMembers.of(bare) : null;
        if (run != null && run.holdOnly("input")) {
            bare = String.valueOf(run.get(List.of("input")));
        }
        String read = PythonLiteral.toJson(bare);
        if (!read.equals(arguments)) {
            fed.remove(Field.TOOL_ARGUMENTS);
            feed(Field.TOOL_ARGUMENTS, fed.attribute(Field.TOOL_ARGUMENTS), read);
        }
    }

    private Message.@Nullable Part onlyPart(Field field) {
        return onlyPart(list(field));
    }

    private static Message.@Nullable Part onlyPart(List<Message> messages) {
        boolean one = messages.size() == 1 && messages.get(0).parts().size() == 1;
        return one ? messages.get(0).parts().get(0) : null;
    }

    private void splitLog() {
        if (!has(Field.CONVERSATION_LOG) || has(Field.INPUT)) {
            release(Field.CONVERSATION_LOG);
            return;
        }
        List<Message> log = list(Field.CONVERSATION_LOG);
        int end = log.size();
        while (end > 0 && log.get(end - 1).role() == Message.Role.ASSISTANT && !has(Field.OUTPUT)) {
            end--;
        }
        fed.remove(Field.CONVERSATION_LOG);
        String attribute = GenAiWords.INPUT;
        if (end > 0) {
            feed(Field.INPUT, attribute, log.subList(0, end));
        }
        if (end < log.size()) {
            feed(Field.OUTPUT, attribute, log.subList(end, log.size()));
        }
    }

    /** Puts the parts of one answer together. */
    private void placeAnswer() {
        String text = text(Field.ANSWER_TEXT);
        String reasoning = text(Field.ANSWER_REASONING);
        List<Message> calls = list(Field.ANSWER_CALLS);
        if (has(Field.OUTPUT) || (text == null && reasoning == null && calls.isEmpty())) {
            release(Field.ANSWER_TEXT);
            release(Field.ANSWER_REASONING);
            release(Field.ANSWER_CALLS);
            return;
        }
        List<Message.Part> parts = new ArrayList<>();
        if (reasoning != null) {
            parts.add(new Message.Other(
                    "reasoning", ValueJson.write(new TreeMap<>(Map.of("type", "reasoning", "content", reasoning)))));
        }
        if (text != null && !(text.isEmpty() && !calls.isEmpty())) {
            parts.add(new Message.Text(text));
        }
        calls.forEach(message -> parts.addAll(message.parts()));
        feed(Field.OUTPUT, GenAiWords.OUTPUT, List.of(new Message(Message.Role.ASSISTANT, parts, null)));
    }

    private void placeFeedback() {
        String name = text(Field.FEEDBACK_NAME);
        Object verdict = name == null ? null : rest.get(name);
        if (name == null || !(verdict instanceof Number || verdict instanceof String || verdict instanceof Boolean)) {
            release(Field.FEEDBACK_NAME);
            release(Field.FEEDBACK_COMMENT);
            return;
        }
        evaluations.add(new Evaluation(
                name,
                verdict instanceof Number score ? Double.valueOf(score.doubleValue()) : null,
                verdict instanceof Number ? null : verdict.toString(),
                text(Field.FEEDBACK_COMMENT)));
    }

    /**
     * Arguments and results belong to a tool: one that is not named goes by the span's name, and on other steps they stay
     * attributes.
     */
    private void nameTool(Span.Kind kind, String spanName) {
        if (has(Field.TOOL_NAME)) {
            return;
        }
        boolean content = has(Field.TOOL_ARGUMENTS) || has(Field.TOOL_RESULT);
        String name = spanName.startsWith(TOOL_SPAN) ? spanName.substring(TOOL_SPAN.length()) : spanName;
        if (kind == Span.Kind.TOOL && content && !name.isEmpty()) {
            feed(Field.TOOL_NAME, GenAiWords.TOOL_NAME, name);
            conversation.repaired(UNNAMED_TOOL);
        } else {
            if (content && !AdkWords.MERGED_TOOLS.equals(rest.get(GenAiWords.TOOL_NAME))) {
                conversation.repaired(NO_TOOL);
            }
            release(Field.TOOL_ARGUMENTS);
            release(Field.TOOL_RESULT);
            release(Field.TOOL_CALL_ID);
        }
    }

    /** An agent's step that only names a tool is about a call, and the call has a span of its own. */
    private void leaveNamedTool(Span.Kind kind) {
        boolean content = has(Field.TOOL_ARGUMENTS) || has(Field.TOOL_RESULT) || has(Field.TOOL_CALL_ID);
        if (kind == Span.Kind.AGENT && !content && value(Field.EXACT) == null) {
            release(Field.TOOL_NAME);
        }
    }

    private void move(Field from, Field to) {
        if (!moveIfFits(from, to)) {
            release(from);
        }
    }

    private boolean moveIfFits(Field from, Field to) {
        Object value = value(from);
        Object read = value == null || has(to) ? null : to.read(value, conversation);
        if (read == null) {
            return false;
        }
        fed.move(from, to, read);
        return true;
    }

    /** OpenInference leaves out what is said in parts of a content that it does not know; the request has it. */
    private void completeMessages() {
        Object request = value(Field.INPUT_VALUE);
        if (request == null
                || !has(Field.INPUT)
                || !fed.attribute(Field.INPUT).equals(OpenInferenceWords.INPUT_MESSAGES)
                || this.<Message>list(Field.INPUT).stream()
                        .noneMatch(message -> message.parts().isEmpty())
                || !holdsMessages(request, REQUEST)) {
            return;
        }
        fed.remove(Field.INPUT);
        fed.remove(Field.INPUT_VALUE);
        takeMembers(fed.attribute(Field.INPUT_VALUE), request, REQUEST);
    }

    private void moveMessages(Field from, Field to, List<Vocabulary.Member> members) {
        Object value = value(from);
        if (value != null && !has(to) && holdsMessages(value, members)) {
            fed.remove(from);
            takeMembers(fed.attribute(from), value, members);
        }
        move(from, to);
    }

    /** Whether {@code value} is an object with messages in one of {@code members}, not merely something called so. */
    private boolean holdsMessages(Object value, List<Vocabulary.Member> members) {
        JsonMembers json = value instanceof String text ? JsonMembers.of(text) : null;
        if (json == null) {
            return false;
        }
        for (Vocabulary.Member member : members) {
            if (member.field() != Field.SYSTEM
                    && json.get(member.path()) instanceof String text
                    && (text.contains("\"role\"")
                            || text.contains("\"lc\"")
                            || text.contains("\"human\"")
                            || text.contains("\"ai\""))
                    && conversation.messagesOrNull(text, Message.Role.USER) != null) {
                return true;
            }
        }
        return false;
    }

    private void release(Field field) {
        if (has(field)) {
            fed.remove(field);
            rest.put(fed.attribute(field), plain(fed.raw(field)));
        }
    }

    /** System instructions and input; what was not read yet stays so. */
    private List<Message> input() {
        List<Message> system = list(Field.SYSTEM);
        List<Message> input = list(Field.INPUT);
        if (!has(Field.SYSTEM)) {
            return input;
        }
        return has(Field.INPUT) ? Conversation.joined(system, input) : system;
    }

    private Usage usage() {
        if (!hasAny(USAGE)) {
            return Usage.none();
        }
        return new Usage(
                (Long) value(Field.INPUT_TOKENS),
                (Long) value(Field.OUTPUT_TOKENS),
                (Long) value(Field.CACHED_TOKENS),
                (Long) value(Field.CACHE_WRITE_TOKENS),
                (Long) value(Field.REASONING_TOKENS),
                (Double) value(Field.COST));
    }

    /** Langfuse counts cached tokens and reasoning apart from the others, where all of them make the total. */
    private void countWhatIsApart(@Nullable Object total) {
        long input = count(Field.INPUT_TOKENS);
        long cached = count(Field.CACHED_TOKENS) + count(Field.CACHE_WRITE_TOKENS);
        long output = count(Field.OUTPUT_TOKENS);
        long reasoning = count(Field.REASONING_TOKENS);
        if (cached + reasoning > 0
                && Long.valueOf(input + cached + output + reasoning).equals(total)) {
            recount(Field.INPUT_TOKENS, input + cached);
            recount(Field.OUTPUT_TOKENS, output + reasoning);
        }
    }

    private long count(Field field) {
        Object count = value(field);
        return count == null ? 0 : (Long) count;
    }

    private void recount(Field field, long count) {
        if (has(field)) {
            fed.remove(field);
            feed(field, fed.attribute(field), count);
        }
    }

    /** Langfuse says in attributes that a step failed, and names agents by their spans. */
    private Span.Status ofLangfuse(Span.Kind kind, String spanName, Span.Status status) {
        Object type = kindWords && value(Field.EXACT) == null ? rest.get(LangfuseWords.TYPE) : null;
        if (type == null) {
            return status;
        }
        if (kind == Span.Kind.AGENT && type.equals("agent") && !spanName.isEmpty()) {
            feed(Field.AGENT_NAME, GenAiWords.AGENT_NAME, spanName);
        }
        return status == Span.Status.UNSET && "ERROR".equals(rest.get(LangfuseWords.LEVEL))
                ? Span.Status.ERROR
                : status;
    }

    private void error(Span.Builder span, Span.Status status, @Nullable String statusMessage, List<Span.Event> events) {
        String type = text(Field.ERROR_TYPE);
        String message = statusMessage;
        if (message == null) {
            message = text(Field.ERROR_MESSAGE);
        } else {
            release(Field.ERROR_MESSAGE);
        }
        if (status == Span.Status.ERROR && value(Field.EXACT) == null && (type == null || message == null)) {
            Span.Event thrown = lastException(events);
            if (thrown != null) {
                type = type != null
                        ? type
                        : thrown.attributes().text("exception.type").orElse(null);
                message = message != null
                        ? message
                        : thrown.attributes().text("exception.message").orElse(null);
            }
        }
        span.errorType(type).statusMessage(message);
    }

    /** The exception that ended the span is the last one recorded. */
    static Span.@Nullable Event lastException(List<Span.Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).name().equals("exception")) {
                return events.get(i);
            }
        }
        return null;
    }

    /** Whether a reader might take something from {@code event}, evaluations left out. */
    static boolean tells(Span.Event event) {
        return event.name().equals(GenAiWords.DETAILS_EVENT) || Vocabularies.event(event.name()) != null;
    }

    private List<Span.Event> takeEvaluations(List<Span.Event> events) {
        if (events.isEmpty()) {
            return events;
        }
        List<Span.Event> kept = new ArrayList<>(events.size());
        for (Span.Event event : events) {
            if (!event.name().equals(EVALUATION_EVENT)
                    || event.attributes().text(EVALUATION_NAME).isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), OwnWords.unescaped(event.attributes())));
                continue;
            }
            Map<String, Object> others = new HashMap<>(event.attributes().asMap());
            evaluations.add(evaluation(others));
            if (!others.isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), OwnWords.unescaped(Attributes.of(others))));
            }
        }
        return kept;
    }

    private static Evaluation evaluation(Map<String, Object> attributes) {
        return new Evaluation(
                String.valueOf(attributes.remove(EVALUATION_NAME)),
                attributes.get(EVALUATION_SCORE) instanceof Number
                        ? Double.valueOf(((Number) attributes.remove(EVALUATION_SCORE)).doubleValue())
                        : null,
                attributes.get(EVALUATION_LABEL) instanceof String
                        ? (String) attributes.remove(EVALUATION_LABEL)
                        : null,
                attributes.get(EVALUATION_EXPLANATION) instanceof String
                        ? (String) attributes.remove(EVALUATION_EXPLANATION)
                        : null);
    }

    /** The attributes of this event are those the span would have; where the span has one, it counts. */
    private List<Span.Event> takeDetails(List<Span.Event> events) {
        if (events.stream().noneMatch(event -> event.name().equals(GenAiWords.DETAILS_EVENT))) {
            return events;
        }
        List<Span.Event> kept = new ArrayList<>(events.size());
        for (Span.Event event : events) {
            if (!event.name().equals(GenAiWords.DETAILS_EVENT)) {
                kept.add(event);
                continue;
            }
            Map<String, Object> others = new HashMap<>();
            event.attributes().asMap().forEach((attribute, value) -> {
                Vocabularies.Rule rule = Vocabularies.rule(attribute);
                Field field = rule == null ? null : rule.field();
                if (rule != null && field != null && !has(field)) {
                    feed(field, attribute, value, value, rule.rank());
                } else if (!said(attribute, value)) {
                    others.put(attribute, value);
                }
            });
            if (!others.isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), Attributes.of(others)));
            }
        }
        return kept;
    }

    private List<Span.Event> takeMessages(List<Span.Event> events, Span.Kind kind) {
        List<Span.Event> kept = new ArrayList<>(events.size());
        Map<Field, List<Message>> said = new EnumMap<>(Field.class);
        List<String> finishReasons = new ArrayList<>();
        for (Span.Event event : events) {
            Field field = Vocabularies.event(event.name());
            EventMessages.Said read = field == null || has(field) ? null : EventMessages.read(event, conversation);
            if (field == null || read == null) {
                kept.add(event);
                continue;
            }
            String content = read.content();
            Field tool = kind == Span.Kind.TOOL ? toolField(event.name()) : null;
            if (content != null && tool != null && !has(tool)) {
                feed(
                        tool,
                        tool == Field.TOOL_RESULT ? GenAiWords.TOOL_RESULT : GenAiWords.TOOL_ARGUMENTS,
                        conversation.cut(content));
            } else {
                said.computeIfAbsent(field, at -> new ArrayList<>()).addAll(read.messages());
            }
            if (read.finishReason() != null) {
                finishReasons.add(read.finishReason());
            }
            read.leftOver().entrySet().removeIf(left -> said(left.getKey(), left.getValue()));
            if (!read.leftOver().isEmpty()) {
                kept.add(new Span.Event(event.name(), event.epochNanos(), Attributes.of(read.leftOver())));
            }
        }
        said.forEach((field, messages) -> feed(field, field.name(), messages));
        if (!finishReasons.isEmpty()) {
            feed(Field.FINISH_REASONS, GenAiWords.FINISH_REASONS, finishReasons);
        }
        return kept;
    }

    private static @Nullable Field toolField(String event) {
        return event.equals(GenAiWords.TOOL_EVENT)
                ? Field.TOOL_ARGUMENTS
                : event.equals(GenAiWords.CHOICE_EVENT) ? Field.TOOL_RESULT : null;
    }

    /** Whether the span itself says the same as one of its events. */
    private boolean said(String attribute, Object value) {
        Vocabularies.Rule rule = Vocabularies.rule(attribute);
        Field field = rule == null ? null : rule.field();
        return value.equals(rest.get(attribute)) || (field != null && has(field) && value.equals(fed.raw(field)));
    }

    private boolean hasAny(Field[] fields) {
        for (Field field : fields) {
            if (has(field)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(Field field) {
        return fed.has(field);
    }

    private @Nullable Object value(Field field) {
        return fed.value(field);
    }

    private @Nullable String text(Field field) {
        return (String) value(field);
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> list(Field field) {
        Object value = value(field);
        return value == null ? List.of() : (List<T>) value;
    }
}
