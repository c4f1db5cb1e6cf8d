package dev.arceval.trace;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which traces are wanted. Immutable; each method returns a new query. Without any condition it matches every trace, with
 * several those that meet all of them.
 *
 * <p>Results come in order of start time, then of trace id.
 *
 * @since 0.1
 */
public final class TraceQuery {

    private static final TraceQuery ALL = new TraceQuery(Map.of(), Integer.MAX_VALUE);

    private enum Condition {
        TRACE_ID,
        AGENT,
        VERSION,
        FROM,
        TO,
        OUTCOME,
        FRAMEWORK,
        PATTERN,
        CONVERSATION,
        USER,
        MODEL,
        TEXT,
        SCORE,
        FEEDBACK,
        TAG
    }

    private final Map<Condition, Object> conditions;
    private final int limit;

    private TraceQuery(Map<Condition, Object> conditions, int limit) {
        this.conditions = conditions;
        this.limit = limit;
    }

    /** Returns the query that matches every trace. */
    public static TraceQuery all() {
        return ALL;
    }

    /** Only the trace with this id. */
    public TraceQuery traceId(String traceId) {
        return with(Condition.TRACE_ID, traceId);
    }

    /** Only traces of this agent; see {@link Trace#agent()}. */
    public TraceQuery agent(String agent) {
        return with(Condition.AGENT, agent);
    }

    /** Only traces of this version of the agent; see {@link Trace#agentVersion()}. */
    public TraceQuery version(String version) {
        return with(Condition.VERSION, version);
    }

    /** Only traces that started at {@code from} or later. */
    public TraceQuery from(Instant from) {
        return with(Condition.FROM, from);
    }

    /** Only traces that started before {@code to}. */
    public TraceQuery to(Instant to) {
        return with(Condition.TO, to);
    }

    /** Only traces that ended this way. */
    public TraceQuery outcome(Outcome.Label outcome) {
        return with(Condition.OUTCOME, outcome);
    }

    /** Only traces of the framework with this id, such as {@code spring-ai}; see {@link Trace#framework()}. */
    public TraceQuery framework(String framework) {
        return with(Condition.FRAMEWORK, framework);
    }

    /** Only traces of the pattern with this id. */
    public TraceQuery pattern(String pattern) {
        return with(Condition.PATTERN, pattern);
    }

    /** Only traces of this conversation; see {@link Trace#conversationId()}. */
    public TraceQuery conversation(String conversation) {
        return with(Condition.CONVERSATION, conversation);
    }

    /** Only traces in which a span names this user, as it is stored: a pseudonym where redaction made one. */
    public TraceQuery user(String user) {
        return with(Condition.USER, user);
    }

    /** Only traces in which a span names this model. */
    public TraceQuery model(String model) {
        return with(Condition.MODEL, model);
    }

    /**
     * Only traces whose input contains every word of {@code text}, as {@link TextWords} tells words: case and order do not
     * count.
     *
     * @throws IllegalArgumentException if {@code text} holds no word
     */
    public TraceQuery text(String text) {
        if (TextWords.of(text).isEmpty()) {
            throw new IllegalArgumentException("text must hold a word: " + text);
        }
        return with(Condition.TEXT, text);
    }

    /**
     * Only traces with an evaluation of this name and a score from {@code min} to {@code max}, both included, whether it came
     * with the trace or was added later. {@link Feedback#SCORE} stands for the scores that people gave.
     *
     * @throws IllegalArgumentException if {@code min} is greater than {@code max}
     */
    public TraceQuery score(String evaluation, double min, double max) {
        return with(Condition.SCORE, new ScoreRange(evaluation, min, max));
    }

    /** Only traces with feedback of this kind. */
    public TraceQuery feedback(Feedback.Kind kind) {
        return with(Condition.FEEDBACK, kind);
    }

    /** Only traces with this tag, such as {@link Annotations#PINNED}. */
    public TraceQuery tag(String tag) {
        return with(Condition.TAG, tag);
    }

    /**
     * At most the first {@code limit} matches.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public TraceQuery limit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        return new TraceQuery(conditions, limit);
    }

    public Optional<String> traceId() {
        return get(Condition.TRACE_ID, String.class);
    }

    public Optional<String> agent() {
        return get(Condition.AGENT, String.class);
    }

    public Optional<String> version() {
        return get(Condition.VERSION, String.class);
    }

    public Optional<Instant> from() {
        return get(Condition.FROM, Instant.class);
    }

    public Optional<Instant> to() {
        return get(Condition.TO, Instant.class);
    }

    public Optional<Outcome.Label> outcome() {
        return get(Condition.OUTCOME, Outcome.Label.class);
    }

    public Optional<String> framework() {
        return get(Condition.FRAMEWORK, String.class);
    }

    public Optional<String> pattern() {
        return get(Condition.PATTERN, String.class);
    }

    public Optional<String> conversation() {
        return get(Condition.CONVERSATION, String.class);
    }

    public Optional<String> user() {
        return get(Condition.USER, String.class);
    }

    public Optional<String> model() {
        return get(Condition.MODEL, String.class);
    }

    public Optional<String> text() {
        return get(Condition.TEXT, String.class);
    }

    public Optional<ScoreRange> score() {
        return get(Condition.SCORE, ScoreRange.class);
    }

    public Optional<Feedback.Kind> feedback() {
        return get(Condition.FEEDBACK, Feedback.Kind.class);
    }

    public Optional<String> tag() {
        return get(Condition.TAG, String.class);
    }

    /** Returns the most results wanted; {@link Integer#MAX_VALUE} without a limit. */
    public int limit() {
        return limit;
    }

    /** Whether there is no condition; a limit is none. */
    public boolean matchesEverything() {
        return conditions.isEmpty();
    }

    /**
     * Returns whether {@code trace} meets every condition, if nothing was said about it and its pattern is not known: a query
     * for a pattern, feedback or tag is not met. The limit is not looked at.
     */
    public boolean matches(Trace trace) {
        return matches(trace, "", Annotations.none());
    }

    /**
     * Returns whether {@code trace} meets every condition; the limit is not looked at.
     *
     * @param pattern the id of its pattern; empty if that is not known
     * @param annotations what was said about it
     */
    public boolean matches(Trace trace, String pattern, Annotations annotations) {
        for (Map.Entry<Condition, Object> condition : conditions.entrySet()) {
            if (!meets(condition.getKey(), condition.getValue(), trace, pattern, annotations)) {
                return false;
            }
        }
        return true;
    }

    private boolean meets(Condition condition, Object wanted, Trace trace, String pattern, Annotations annotations) {
        return switch (condition) {
            case TRACE_ID -> wanted.equals(trace.traceId());
            case AGENT -> wanted.equals(trace.agent());
            case VERSION -> trace.agentVersion().filter(wanted::equals).isPresent();
            case FROM -> !trace.startTime().isBefore((Instant) wanted);
            case TO -> trace.startTime().isBefore((Instant) wanted);
            case OUTCOME -> wanted == trace.outcome().label();
            case FRAMEWORK -> wanted.equals(trace.framework().id());
            case PATTERN -> wanted.equals(pattern);
            case CONVERSATION -> trace.conversationId().filter(wanted::equals).isPresent();
            case USER ->
                anySpan(trace, span -> span.userId().filter(wanted::equals).isPresent());
            case MODEL ->
                anySpan(trace, span -> span.model().filter(wanted::equals).isPresent());
            case TEXT -> containsWords(trace, (String) wanted);
            case SCORE -> isScored(trace, annotations, (ScoreRange) wanted);
            case FEEDBACK -> annotations.feedback().stream().anyMatch(said -> said.is((Feedback.Kind) wanted));
            case TAG -> annotations.tags().contains((String) wanted);
        };
    }

    private static boolean anySpan(Trace trace, Predicate<Span> test) {
        return trace.spans().stream().anyMatch(test);
    }

    private static boolean containsWords(Trace trace, String text) {
        Set<String> words = trace.input().map(TextWords::of).orElse(Set.of());
        return words.containsAll(TextWords.of(text));
    }

    private static boolean isScored(Trace trace, Annotations annotations, ScoreRange range) {
        return ScoreRange.scores(trace, annotations).anyMatch(range::holds);
    }

    private TraceQuery with(Condition condition, Object value) {
        Map<Condition, Object> changed = new EnumMap<>(Condition.class);
        changed.putAll(conditions);
        changed.put(condition, value);
        return new TraceQuery(Collections.unmodifiableMap(changed), limit);
    }

    private <T> Optional<T> get(Condition condition, Class<T> type) {
        return Optional.ofNullable(conditions.get(condition)).map(type::cast);
    }

    @Override
    public String toString() {
        return "TraceQuery" + conditions + (limit == Integer.MAX_VALUE ? "" : " limit " + limit);
    }

    /**
     * Scores of one evaluation that are wanted.
     *
     * @param evaluation its name
     * @param min the lowest, included
     * @param max the highest, included
     */
    public record ScoreRange(String evaluation, double min, double max) {

        public ScoreRange {
            if (!(min <= max)) {
                throw new IllegalArgumentException("min must not be greater than max: " + min + ", " + max);
            }
        }

        /** Whether the evaluation is one of these. */
        public boolean holds(Evaluation scored) {
            Double score = scored.score();
            return score != null && evaluation.equals(scored.name()) && score >= min && score <= max;
        }

        /** Returns everything that has a score: evaluations in the trace, those added later, and what people gave. */
        public static Stream<Evaluation> scores(Trace trace, Annotations annotations) {
            return Stream.concat(scored(trace.evaluations()), scores(annotations));
        }

        /** Returns what was added later and has a score. */
        public static Stream<Evaluation> scores(Annotations annotations) {
            Stream<Evaluation> people = annotations.feedback().stream()
                    .flatMap(said -> said.rating().stream().boxed())
                    .map(score -> new Evaluation(Feedback.SCORE, score.doubleValue(), null, null));
            return Stream.concat(scored(annotations.evaluations()), people);
        }

        private static Stream<Evaluation> scored(List<Evaluation> evaluations) {
            return evaluations.stream().filter(evaluation -> evaluation.score() != null);
        }
    }
}
