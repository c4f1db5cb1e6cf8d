package dev.arceval.core.compare;

import dev.arceval.eval.Cause;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run behaved: the tools it called, in which order, and what its answer looks like.
 *
 * @param counts calls of each tool and of each tool after another
 * @param logLength natural logarithm of one more than the characters of the answer; NaN without one
 * @param refused whether the answer reads like a refusal
 */
record Traits(Map<Trait, Integer> counts, double logLength, boolean refused) {

    /** A run that says nothing about its behaviour. */
    static final Traits NONE = new Traits(Map.of(), Double.NaN, false);

    private static final String START = "start";
    private static final String END = "end";

    /** A refusal says so early. */
    private static final int REFUSAL_WITHIN = 160;

    /** English only: in other languages refusals show as a change of length. */
    private static final List<String> REFUSALS = List.of(
            "i'm sorry",
            "i am sorry",
            "i'm unable",
            "i am unable",
            "i'm not able",
            "i am not able",
            "afraid i can",
            "i can't",
            "i cannot",
            "i can not",
            "i won't",
            "i will not",
            "i must decline",
            "as an ai",
            "unable to assist",
            "unable to help",
            "unable to comply");

    /**
     * Something a run can do several times.
     *
     * @param kind {@link Cause.Kind#TOOL} or {@link Cause.Kind#STEP}
     */
    record Trait(Cause.Kind kind, String name) implements Comparable<Trait> {

        @Override
        public int compareTo(Trait other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    static Traits of(Trace trace) {
        String output = trace.output().orElse(null);
        return new Traits(
                counts(trace.toolCalls()),
                output == null ? Double.NaN : StrictMath.log1p(output.codePointCount(0, output.length())),
                output != null && isRefusal(output));
    }

    private static Map<Trait, Integer> counts(List<ToolCall> calls) {
        if (calls.isEmpty()) {
            return Map.of();
        }
        Map<Trait, Integer> counts = new TreeMap<>();
        String previous = START;
        for (ToolCall call : calls) {
            counts.merge(new Trait(Cause.Kind.TOOL, call.name()), 1, Integer::sum);
            counts.merge(new Trait(Cause.Kind.STEP, previous + " → " + call.name()), 1, Integer::sum);
            previous = call.name();
        }
        counts.merge(new Trait(Cause.Kind.STEP, previous + " → " + END), 1, Integer::sum);
        return counts;
    }

    private static boolean isRefusal(String output) {
        String beginning = output.substring(0, Math.min(REFUSAL_WITHIN, output.length()))
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        return REFUSALS.stream().anyMatch(words -> contains(beginning, words));
    }

    private static boolean contains(String text, String words) {
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            int end = at + words.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
