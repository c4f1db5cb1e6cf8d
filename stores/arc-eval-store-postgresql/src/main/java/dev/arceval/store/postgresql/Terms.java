package dev.arceval.store.postgresql;

import dev.arceval.trace.Span;
import dev.arceval.trace.TextWords;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.util.HashSet;
import java.util.Set;

/**
 * What a trace is found by beside the columns of its row: hashes of the words of its input, and of texts that are searched for
 * as a whole. A trace that is found by them is asked again once it is read. The hashes are part of what is stored and never
 * change.
 */
final class Terms {

    /** Kinds of terms that stand for a whole text. The sign before them is in no word of an input. */
    private static final String FRAMEWORK = "§f";

    private static final String CONVERSATION = "§c";
    private static final String USER = "§u";
    private static final String MODEL = "§m";

    private Terms() {}

    static int[] of(Trace trace) {
        Set<String> terms = new HashSet<>();
        trace.input().map(TextWords::of).ifPresent(terms::addAll);
        terms.add(FRAMEWORK + trace.framework().id());
        trace.conversationId().ifPresent(id -> terms.add(CONVERSATION + id));
        for (Span span : trace.spans()) {
            span.userId().ifPresent(id -> terms.add(USER + id));
            span.model().ifPresent(name -> terms.add(MODEL + name));
        }
        return hashes(terms);
    }

    /** Returns the terms that a trace must have to match; empty if the query asks for none. */
    static int[] wanted(TraceQuery query) {
        Set<String> terms = new HashSet<>();
        query.text().map(TextWords::of).ifPresent(terms::addAll);
        query.framework().ifPresent(id -> terms.add(FRAMEWORK + id));
        query.conversation().ifPresent(id -> terms.add(CONVERSATION + id));
        query.user().ifPresent(id -> terms.add(USER + id));
        query.model().ifPresent(name -> terms.add(MODEL + name));
        return hashes(terms);
    }

    /** FNV-1a over the characters, mixed once more. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }

    private static int[] hashes(Set<String> terms) {
        return terms.stream()
                .mapToInt(term -> (int) hash(term))
                .sorted()
                .distinct()
                .toArray();
    }
}
