package dev.arceval.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What traces carry, agent by agent: how many have which content, what can be done with them, and which setting of the
 * framework brings what is missing. Holds counts and names only, no content.
 *
 * @param agents in order of name
 * @param otherTraces traces in which no agent, model or tool took part, such as those of a web server; counted, not judged
 * @since 0.1
 */
public record Diagnosis(List<Agent> agents, long otherTraces) {

    private static final Diagnosis NONE = new Diagnosis(List.of(), 0);

    public Diagnosis {
        Map<String, Agent> byName = new TreeMap<>();
        agents.forEach(agent -> byName.merge(agent.name(), agent, Agent::plus));
        agents = List.copyOf(byName.values());
    }

    /** Returns the diagnosis of no traces. */
    public static Diagnosis none() {
        return NONE;
    }

    /** Returns the diagnosis of these traces and {@code other}'s; the agents of the same name are one. */
    public Diagnosis plus(Diagnosis other) {
        List<Agent> both = new ArrayList<>(agents);
        both.addAll(other.agents);
        return new Diagnosis(both, otherTraces + other.otherTraces);
    }

    /** A kind of content. */
    public enum Content {
        /** What the agent was asked. */
        INPUT,
        /** What it answered; not counted for runs that failed. */
        ANSWER,
        /** The messages of a model call, in or out. */
        MESSAGES,
        /** The arguments of a tool call. */
        TOOL_ARGUMENTS,
        /** The result or the error of a tool call. A tool that a model asked for and no span stands for has none. */
        TOOL_RESULTS,
        /** The model of a model call. */
        MODEL,
        /** The token counts of a model call. */
        TOKENS,
        /** The id of the conversation. */
        CONVERSATION,
        /** The version of the agent or its service. */
        VERSION,
        /** A stated outcome: a failure, a status of success, or an evaluation. Otherwise success is only assumed. */
        OUTCOME,
        /** When it started and ended. */
        TIMES
    }

    /** What a trace can be used for, if it carries what that needs. */
    public enum Use {
        /** Become a case: needs {@link Content#INPUT}. */
        CASE(Content.INPUT),
        /** Say what answer is expected: needs {@link Content#INPUT} and {@link Content#ANSWER}. */
        EXPECTATION(Content.INPUT, Content.ANSWER),
        /** Be replayed without calling the tools: needs {@link Content#INPUT} and arguments and result of every tool call. */
        REPLAY(Content.INPUT, Content.TOOL_ARGUMENTS, Content.TOOL_RESULTS),
        /** Be priced: needs {@link Content#MODEL} and {@link Content#TOKENS} of every model call. */
        COST(Content.MODEL, Content.TOKENS),
        /** Compare latency: needs {@link Content#TIMES}. */
        LATENCY(Content.TIMES),
        /** Compare releases: needs {@link Content#VERSION}. */
        RELEASES(Content.VERSION),
        /** Tell good runs from bad ones: needs {@link Content#OUTCOME}. */
        QUALITY(Content.OUTCOME),
        /** Be joined with the other turns of a conversation: needs {@link Content#CONVERSATION}. */
        CONVERSATIONS(Content.CONVERSATION);

        private final Set<Content> needs;

        Use(Content... needs) {
            this.needs = Collections.unmodifiableSet(EnumSet.copyOf(List.of(needs)));
        }

        /** Returns the content that is needed, all of it. */
        public Set<Content> needs() {
            return needs;
        }
    }

    /**
     * How many of how many.
     *
     * @param count those that do
     * @param of all to which it applies; a trace without tool calls lacks no tool result
     */
    public record Share(long count, long of) {

        /** Nothing of nothing. */
        public static final Share NONE = new Share(0, 0);

        public Share {
            if (count < 0 || of < count) {
                throw new IllegalArgumentException("share must be a part of its whole: " + count + " of " + of);
            }
        }

        Share plus(Share other) {
            return new Share(count + other.count, of + other.of);
        }
    }

    /**
     * One agent.
     *
     * @param name as {@link Trace#agent()} says
     * @param traces how many traces
     * @param spans how many spans they have
     * @param frameworks how many traces come from which framework, by its name and, where another wrote the spans, the
     *     recorder in brackets, such as {@code LangChain (openinference)}; in order of name
     * @param traceContent how many traces carry a kind of content wherever it applies in them; every kind has an entry
     * @param spanContent how many spans carry it: model calls, tool calls, or all spans, as the kind says
     * @param uses how many traces can be used for what; every use has an entry
     * @param advice what brings what is missing: first what is for its frameworks, then what is for every source; in each what
     *     serves the most traces first
     */
    public record Agent(
            String name,
            long traces,
            long spans,
            Map<String, Long> frameworks,
            Map<Content, Share> traceContent,
            Map<Content, Share> spanContent,
            Map<Use, Share> uses,
            List<Advice> advice) {

        public Agent {
            frameworks = Collections.unmodifiableMap(new TreeMap<>(frameworks));
            traceContent = complete(Content.class, traceContent);
            spanContent = complete(Content.class, spanContent);
            uses = complete(Use.class, uses);
            advice = advice.stream().sorted(Advice.BY_USE).toList();
        }

        /** Whether at least one trace can be used so. */
        public boolean supports(Use use) {
            return uses.getOrDefault(use, Share.NONE).count() > 0;
        }

        private Agent plus(Agent other) {
            Map<Advice.Key, Advice> both = new LinkedHashMap<>();
            advice.forEach(row -> both.merge(row.key(), row, Advice::plus));
            other.advice.forEach(row -> both.merge(row.key(), row, Advice::plus));
            return new Agent(
                    name,
                    traces + other.traces,
                    spans + other.spans,
                    joined(new TreeMap<>(frameworks), other.frameworks, Long::sum),
                    joined(new EnumMap<>(traceContent), other.traceContent, Share::plus),
                    joined(new EnumMap<>(spanContent), other.spanContent, Share::plus),
                    joined(new EnumMap<>(uses), other.uses, Share::plus),
                    List.copyOf(both.values()));
        }

        private static <K extends Enum<K>> Map<K, Share> complete(Class<K> keys, Map<K, Share> shares) {
            Map<K, Share> complete = new EnumMap<>(keys);
            for (K key : keys.getEnumConstants()) {
                complete.put(key, shares.getOrDefault(key, Share.NONE));
            }
            return Collections.unmodifiableMap(complete);
        }

        private static <K, V> Map<K, V> joined(Map<K, V> sum, Map<K, V> other, BinaryOperator<V> plus) {
            other.forEach((key, value) -> sum.merge(key, value, plus));
            return sum;
        }
    }

    /**
     * A setting that brings missing content.
     *
     * @param framework for what it is, such as {@code Spring AI}; {@link #ANY} for every source
     * @param brings the content that it brings
     * @param kind what sort of setting
     * @param setting the setting itself: {@code name=value} lines, or code. Nothing else stands in it, so that a program can
     *     apply it
     * @param note which versions it is for, what it costs, what it does not bring
     * @param source where that is documented
     * @param traces how many traces lack something it brings
     */
    public record Advice(
            String framework, Set<Content> brings, Kind kind, String setting, String note, String source, long traces) {

        /** The framework of advice that holds for every source. */
        public static final String ANY = "any";

        /** The framework's own before what is for everyone; then what serves the most traces. */
        private static final Comparator<Advice> BY_USE = Comparator.comparing(
                        (Advice advice) -> advice.framework.equals(ANY))
                .thenComparing(advice -> -advice.traces)
                .thenComparing(Advice::framework)
                .thenComparing(Advice::kind)
                .thenComparing(Advice::setting);

        public Advice {
            brings = Collections.unmodifiableSet(brings.isEmpty() ? Set.of() : EnumSet.copyOf(brings));
        }

        /** What sort of setting it is. */
        public enum Kind {
            /** {@code name=value} lines of an application's configuration. */
            PROPERTIES,
            /** {@code NAME=value} environment variables of the process. */
            ENVIRONMENT,
            /** Code to add to the application. */
            CODE
        }

        private record Key(String framework, String setting) {}

        private Key key() {
            return new Key(framework, setting);
        }

        private Advice plus(Advice other) {
            return new Advice(framework, brings, kind, setting, note, source, traces + other.traces);
        }
    }
}
