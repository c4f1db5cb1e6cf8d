package dev.arceval.core.ingest;

import dev.arceval.trace.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every vocabulary that is understood, joined into one table, so that an attribute costs one look-up however many there
 * are. Where two vocabularies feed the same field, the one named first wins.
 */
final class Vocabularies {

    /** The order is the precedence. */
    static final List<Vocabulary> ALL =
            List.of(OwnWords.VOCABULARY, GenAiWords.VOCABULARY, OpenInferenceWords.VOCABULARY, UserWords.VOCABULARY);

    private static final Map<String, Rule> RULES = rules();
    private static final Map<String, Span.Kind> KINDS = kinds();
    private static final Map<String, Field> MESSAGES = messages();

    /** An attribute's field, and its place in the order of those that feed the same one: the lowest wins. */
    record Rule(Field field, int rank) {}

    private Vocabularies() {}

    /** Returns what feeds on {@code attribute}; null if nothing does. */
    static @Nullable Rule rule(String attribute) {
        return RULES.get(attribute);
    }

    /** Returns whether {@code attribute} holds messages as JSON: cutting it as a text would destroy it. */
    static boolean holdsMessages(String attribute) {
        Rule rule = RULES.get(attribute);
        return rule != null && rule.field().holdsMessages();
    }

    /** Returns what stands before the index in {@code attribute}, if it is part of an indexed message; else null. */
    static @Nullable String messagePrefix(String attribute) {
        for (String prefix : MESSAGES.keySet()) {
            if (attribute.startsWith(prefix)) {
                return prefix;
            }
        }
        return null;
    }

    /** Returns the field that the indexed messages behind {@code prefix} feed. */
    static Field messages(String prefix) {
        return MESSAGES.getOrDefault(prefix, Field.INPUT);
    }

    /** Returns the kind a word for an operation stands for: the word itself, or what stands before its first dot. */
    static Span.@Nullable Kind kind(String operation) {
        Span.Kind kind = KINDS.get(operation);
        int dot = operation.indexOf('.');
        return kind != null || dot < 0 ? kind : KINDS.get(operation.substring(0, dot + 1));
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        int rank = 0;
        for (Vocabulary vocabulary : ALL) {
            for (Map.Entry<String, Field> word : vocabulary.fields().entrySet()) {
                rules.putIfAbsent(word.getKey(), new Rule(word.getValue(), rank++));
            }
        }
        return rules;
    }

    private static Map<String, Span.Kind> kinds() {
        Map<String, Span.Kind> kinds = new HashMap<>();
        ALL.forEach(vocabulary -> vocabulary.kinds().forEach(kinds::putIfAbsent));
        return kinds;
    }

    private static Map<String, Field> messages() {
        Map<String, Field> messages = new HashMap<>();
        ALL.forEach(vocabulary -> vocabulary.messages().forEach(messages::putIfAbsent));
        return Map.copyOf(messages);
    }
}
