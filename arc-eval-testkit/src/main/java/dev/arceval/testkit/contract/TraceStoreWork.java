package dev.arceval.testkit.contract;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Things done to a store, one after the other: which follows from the number of the step alone, so what a store must hold
 * after any number of steps can be worked out anywhere. Each step changes the store in one call or not at all.
 */
final class TraceStoreWork {

    /** Traces of older steps are left alone but by retention. */
    private static final int REACH = 12;

    /** Of a hundred steps, how many are of this kind or one before. */
    private static final int APPEND = 60;

    private static final int ANNOTATE = 70;
    private static final int EXPIRE = 80;
    private static final int LIMIT = 85;
    private static final int DELETE = 93;

    private static final int KEPT_STEPS = 40;
    private static final int KEPT_TRACES = 60;

    private final TraceStore store;
    private final int step;
    private final SplittableRandom random;

    private TraceStoreWork(TraceStore store, long seed, int step) {
        this.store = store;
        this.step = step;
        this.random = random(seed, step);
    }

    /** Does a step, and returns what the store answered: every store answers the same. */
    static Object step(TraceStore store, long seed, int step) {
        return new TraceStoreWork(store, seed, step).run();
    }

    /** Whether a step is one of retention. */
    static boolean removes(long seed, int step) {
        int kind = random(seed, step).nextInt(100);
        return kind >= ANNOTATE && kind < LIMIT;
    }

    private static SplittableRandom random(long seed, int step) {
        return new SplittableRandom(seed * 1_000_003 + step);
    }

    /** What can be seen of a store from outside. */
    record State(List<Trace> traces, List<Optional<Annotations>> said, List<TraceStore.AgentSummary> agents) {

        /** Whether this holds all traces of {@code after} and none that was not there before. */
        boolean isBetween(State before, State after) {
            return before.traces.containsAll(traces) && traces.containsAll(after.traces);
        }

        static State of(TraceStore store) {
            try (Stream<Trace> found = store.find(TraceQuery.all())) {
                List<Trace> traces = found.toList();
                return new State(
                        traces,
                        traces.stream()
                                .map(trace -> store.annotations(trace.traceId()))
                                .toList(),
                        store.agents());
            }
        }
    }

    private Object run() {
        int kind = random.nextInt(100);
        if (kind < APPEND) {
            return store.append(batch());
        }
        if (kind < ANNOTATE) {
            return store.annotate(someId(), change());
        }
        if (kind < EXPIRE) {
            return store.expire(someAgent(), start(step - KEPT_STEPS));
        }
        if (kind < LIMIT) {
            String agent = someAgent();
            return store.cutoff(agent, KEPT_TRACES, Long.MAX_VALUE)
                    .map(cutoff -> store.expire(agent, cutoff))
                    .orElse(0L);
        }
        if (kind < DELETE) {
            Deletion deletion = store.delete(toDelete());
            return List.of(deletion.traceIds(), deletion.held());
        }
        try (Stream<Trace> found = store.find(query())) {
            return found.toList();
        }
    }

    /** A few new traces, one of the step before again, and one with more spans than it had then. */
    private List<Trace> batch() {
        List<Trace> batch = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            batch.add(trace(step, i, 1 + random.nextInt(4)));
        }
        batch.add(trace(step - 1, 0, 1));
        batch.add(trace(step - 1, 0, 6));
        return batch;
    }

    private static Trace trace(int step, int number, int spans) {
        List<Span> list = new ArrayList<>();
        SplittableRandom own = new SplittableRandom(31L * step + number);
        boolean timeless = own.nextInt(25) == 0;
        for (int i = 0; i < spans; i++) {
            Span.Builder span = Span.builder("span-" + i, "step " + step)
                    .agentName("agent-" + number % 3)
                    .agentVersion(own.nextBoolean() ? "1" : "2")
                    .conversationId("conversation-" + step)
                    .input("Where is order " + step % 7 + "?")
                    .output(letters(own, 300 * (i + 1)))
                    .status(own.nextInt(5) == 0 ? Span.Status.ERROR : Span.Status.OK);
            list.add((timeless ? span : span.start(start(step).plusNanos(i))).build());
        }
        return Trace.of(id(step, number), list);
    }

    private UnaryOperator<Annotations> change() {
        String tag =
                List.of("angry", Annotations.PINNED, Annotations.LEGAL_HOLD).get(random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> said -> said.withTag(tag);
            case 1 -> said -> said.withoutTag(tag);
            case 2 -> said -> said.with(Feedback.of(step % 2 == 0, "somebody", start(step)));
            default -> said -> said.with(new Evaluation("quality", step % 5 / 4.0, null, "step " + step));
        };
    }

    private TraceQuery toDelete() {
        TraceQuery all = TraceQuery.all();
        return switch (random.nextInt(4)) {
            case 0 -> all.conversation("conversation-" + someStep());
            case 1 -> all.agent(someAgent()).from(start(step - 1)).outcome(Outcome.Label.FAILURE);
            default -> all.traceId(someId());
        };
    }

    private TraceQuery query() {
        TraceQuery all = TraceQuery.all();
        return switch (random.nextInt(9)) {
            case 0 -> all.agent(someAgent()).from(start(someStep())).limit(7);
            case 1 -> all.version("1").to(start(someStep()));
            case 2 -> all.outcome(Outcome.Label.FAILURE).limit(5);
            case 3 -> all.text("order " + random.nextInt(7)).agent(someAgent());
            case 4 -> all.tag("angry");
            case 5 -> all.feedback(Feedback.Kind.INCORRECT);
            case 6 -> all.score("quality", .25, .75);
            case 7 -> all.pattern(TraceStoreContract.pattern(trace(0, 0, 1 + random.nextInt(6))));
            default -> all.conversation("conversation-" + someStep());
        };
    }

    private String someAgent() {
        return "agent-" + random.nextInt(3);
    }

    private String someId() {
        return id(someStep(), random.nextInt(3));
    }

    private int someStep() {
        return step - random.nextInt(REACH);
    }

    private static String id(int step, int number) {
        return "trace-" + step + "-" + number;
    }

    /** Some twenty steps to a day. */
    private static Instant start(int step) {
        return ContractTraces.NOON.plus(Duration.ofMinutes(70L * step));
    }

    /** Letters that do not pack well: a step fills some pages. */
    private static String letters(SplittableRandom random, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }
}
