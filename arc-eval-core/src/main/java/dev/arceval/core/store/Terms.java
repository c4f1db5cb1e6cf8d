package dev.arceval.core.store;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.TextWords;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a trace is found by beside the columns of its row.
 *
 * <p>All of it follows from the trace, so it can be made again: to take an entry out of the index of words, exactly the words
 * must be named that were put in. Whoever changes how terms are made must have stores make their index anew, by a new
 * version of {@link Schema}.
 *
 * @param pattern the hash of the pattern's id
 * @param words separated by blanks: those of the input, and a word for each other text that is searched for as a whole
 * @param scores the evaluations in the trace that have a score
 */
record Terms(long pattern, String words, List<Evaluation> scores) {

    /** Kinds of words that stand for a whole text. The sign before them is in no word of an input. */
    private static final String FRAMEWORK = "§f";

    private static final String CONVERSATION = "§c";
    private static final String USER = "§u";
    private static final String MODEL = "§m";

    static Terms of(Trace trace, Function<Trace, String> patterns) {
        Set<String> words = new LinkedHashSet<>();
        trace.input().map(TextWords::of).ifPresent(words::addAll);
        words.add(word(FRAMEWORK, trace.framework().id()));
        trace.conversationId().ifPresent(id -> words.add(word(CONVERSATION, id)));
        for (Span span : trace.spans()) {
            span.userId().ifPresent(id -> words.add(word(USER, id)));
            span.model().ifPresent(name -> words.add(word(MODEL, name)));
        }
        List<Evaluation> scores = trace.evaluations().stream()
                .filter(evaluation ->
                        evaluation.score() != null && !evaluation.score().isNaN())
                .toList();
        return new Terms(hash(patterns.apply(trace)), String.join(" ", words), scores);
    }

    /** Returns the words that all must be in the index for a trace to match; empty if the query asks for none. */
    static Set<String> wanted(TraceQuery query) {
        Set<String> words = new LinkedHashSet<>();
        query.text().map(TextWords::of).ifPresent(words::addAll);
        query.framework().ifPresent(id -> words.add(word(FRAMEWORK, id)));
        query.conversation().ifPresent(id -> words.add(word(CONVERSATION, id)));
        query.user().ifPresent(id -> words.add(word(USER, id)));
        query.model().ifPresent(name -> words.add(word(MODEL, name)));
        return words;
    }

    /** FNV-1a over the characters, mixed once more. Texts of one hash are told apart when the trace is read. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }

    private static String word(String kind, String text) {
        return kind + Long.toHexString(hash(text));
    }
}
