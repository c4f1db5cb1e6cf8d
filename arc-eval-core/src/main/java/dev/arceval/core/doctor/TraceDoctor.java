package dev.arceval.core.doctor;

import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Share;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.Framework;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what traces carry, one at a time, and says what they lack. Memory grows with the number of agents and not of traces;
 * the order of the traces does not matter. For one thread.
 */
public final class TraceDoctor {

    private static final Content[] CONTENTS = Content.values();
    private static final Use[] USES = Use.values();

    private final Map<String, Chart> charts = new TreeMap<>();
    private long others;

    /** Takes a trace into account. */
    public void see(Trace trace) {
        see(trace, trace.agent());
    }

    /**
     * Takes a trace into account.
     *
     * @param agent the agent's name as it may be shown
     */
    public void see(Trace trace, String agent) {
        Framework framework = trace.framework();
        if (!TraceFacts.ofAgent(trace, framework)) {
            others++;
            return;
        }
        charts.computeIfAbsent(agent, Chart::new).add(trace, Origin.of(trace, framework));
    }

    /** Returns what was found so far. */
    public Diagnosis diagnosis() {
        return new Diagnosis(charts.values().stream().map(Chart::agent).toList(), others);
    }

    /** A framework as seen through who recorded it: what decides which settings help. */
    private record Origin(String id, String name, String recorder) implements Comparable<Origin> {

        static Origin of(Trace trace, Framework framework) {
            boolean nothingKnown = framework.isUnknown() && framework.recorder().equals(Framework.UNKNOWN.recorder());
            boolean java = nothingKnown
                    && trace.spans()
                            .get(0)
                            .resource()
                            .text("telemetry.sdk.language")
                            .filter("java"::equals)
                            .isPresent();
            return new Origin(framework.id(), framework.name(), java ? AdviceTable.JAVA : framework.recorder());
        }

        /** {@code LangChain (openinference)}; {@code Spring AI} where it recorded itself. */
        String label() {
            boolean tellsNothing = recorder.equals(Framework.UNKNOWN.recorder()) || recorder.equals(AdviceTable.JAVA);
            return recorder.equals(id) || tellsNothing ? name : name + " (" + recorder + ")";
        }

        @Override
        public int compareTo(Origin other) {
            int byId = id.compareTo(other.id);
            return byId != 0 ? byId : recorder.compareTo(other.recorder);
        }
    }

    /** One agent. */
    private static final class Chart {

        private final String agent;
        private final Map<Origin, Long> origins = new TreeMap<>();

        /** How often something is lacked, by the bits of all that a trace lacks. */
        private final Map<Origin, Map<Integer, Long>> combinations = new TreeMap<>();

        private final Counts<Content> inTraces = new Counts<>(CONTENTS);
        private final Counts<Content> inSpans = new Counts<>(CONTENTS);
        private final Counts<Use> uses = new Counts<>(USES);
        private long traces;
        private long spans;

        Chart(String agent) {
            this.agent = agent;
        }

        void add(Trace trace, Origin origin) {
            traces++;
            spans += trace.spans().size();
            TraceFacts facts = TraceFacts.of(trace);
            for (Content content : CONTENTS) {
                inTraces.add(content, facts.carries(content) ? 1 : 0, facts.appliesTo(content) ? 1 : 0);
                inSpans.add(content, facts.spansWith(content), facts.spansOf(content));
            }
            for (Use use : USES) {
                if (facts.allows(use)) {
                    uses.add(use, facts.supports(use) ? 1 : 0, 1);
                }
            }
            origins.merge(origin, 1L, Long::sum);
            combinations.computeIfAbsent(origin, key -> new HashMap<>()).merge(facts.lacks(), 1L, Long::sum);
        }

        Diagnosis.Agent agent() {
            Map<String, Long> frameworks = new TreeMap<>();
            origins.forEach((origin, count) -> frameworks.merge(origin.label(), count, Long::sum));
            return new Diagnosis.Agent(
                    agent, traces, spans, frameworks, inTraces.shares(), inSpans.shares(), uses.shares(), advice());
        }

        private List<Advice> advice() {
            List<Advice> advice = new ArrayList<>();
            combinations.forEach((origin, lacks) -> {
                for (AdviceTable.Row row : AdviceTable.rows(origin.id(), origin.recorder())) {
                    int brings = TraceFacts.bits(row.brings());
                    long served = lacks.entrySet().stream()
                            .filter(entry -> (brings & entry.getKey()) != 0)
                            .mapToLong(Map.Entry::getValue)
                            .sum();
                    if (served > 0) {
                        advice.add(row.advice(served));
                    }
                }
            });
            return advice;
        }
    }

    /** Shares that are being counted, by enum constant. */
    private static final class Counts<K extends Enum<K>> {

        private final K[] keys;
        private final long[] count;
        private final long[] of;

        Counts(K[] keys) {
            this.keys = keys;
            this.count = new long[keys.length];
            this.of = new long[keys.length];
        }

        void add(K key, long some, long all) {
            count[key.ordinal()] += some;
            of[key.ordinal()] += all;
        }

        Map<K, Share> shares() {
            Map<K, Share> shares = new EnumMap<>(keys[0].getDeclaringClass());
            for (K key : keys) {
                shares.put(key, new Share(count[key.ordinal()], of[key.ordinal()]));
            }
            return shares;
        }
    }
}
