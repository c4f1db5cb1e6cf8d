package dev.arceval.core.ingest;

import dev.arceval.trace.Span;
import java.util.ArrayList;
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
    static final List<Vocabulary> ALL = List.of(
            OwnWords.VOCABULARY,
            GenAiWords.VOCABULARY,
            OpenInferenceWords.VOCABULARY,
            TraceloopWords.VOCABULARY,
            AdkWords.VOCABULARY,
            SpringAiWords.VOCABULARY,
            VercelWords.VOCABULARY,
            PydanticWords.VOCABULARY,
            LangfuseWords.VOCABULARY,
            MlflowWords.VOCABULARY,
            LangSmithWords.VOCABULARY,
            FrameworkWords.SEMANTIC_KERNEL,
            FrameworkWords.STRANDS,
            FrameworkWords.BEDROCK,
            FrameworkWords.CREWAI,
            FrameworkWords.SMOLAGENTS,
            FrameworkWords.OPENLIT,
            FrameworkWords.GATEWAYS,
            FrameworkWords.HAYSTACK,
            UserWords.VOCABULARY);

    private static final Map<String, Rule> RULES = rules();
    private static final Map<String, Span.Kind> KINDS = kinds();
    private static final Map<String, Field> INDEXED = indexed();
    private static final Map<String, Field> EVENTS = events();
    private static final List<String> OPERATIONS = operations();

    /**
     * What is made of an attribute.
     *
     * @param field what it feeds as a whole; null if members of its JSON feed fields
     * @param members those members
     * @param rank its place in the order of those that feed the same field: the lowest wins
     * @param wrapping what a text comes in
     */
    record Rule(@Nullable Field field, List<Vocabulary.Member> members, int rank, Wrapping wrapping) {}

    private Vocabularies() {}

    /** Returns what feeds on {@code attribute}; null if nothing does. */
    static @Nullable Rule rule(String attribute) {
        return RULES.get(attribute);
    }

    /** Returns whether {@code attribute} holds JSON: cutting it as a text would destroy it. */
    static boolean holdsMessages(String attribute) {
        Rule rule = RULES.get(attribute);
        return rule != null && (rule.field == null || rule.field.holdsMessages());
    }

    /** Returns what stands before the index in {@code attribute}, if it is part of an indexed list; else null. */
    static @Nullable String indexedPrefix(String attribute) {
        int last = attribute.length() - 1;
        for (int dot = attribute.indexOf('.'); dot >= 0 && dot < last; dot = attribute.indexOf('.', dot + 1)) {
            char next = attribute.charAt(dot + 1);
            if (next >= '0' && next <= '9') {
                String prefix = attribute.substring(0, dot + 1);
                return INDEXED.containsKey(prefix) ? prefix : null;
            }
        }
        return null;
    }

    /** Returns the field that the list behind {@code prefix} feeds. */
    static Field indexed(String prefix) {
        return INDEXED.getOrDefault(prefix, Field.INPUT);
    }

    /** Returns the field that the messages in an event feed; null if it carries none. */
    static @Nullable Field event(String name) {
        return EVENTS.get(name);
    }

    /** Returns the attributes that say what kind of operation a span is, first the one that counts most. */
    static List<String> operations() {
        List<String> operations = new ArrayList<>();
        for (Vocabulary vocabulary : ALL) {
            vocabulary.fields().forEach((attribute, field) -> {
                if (field == Field.OPERATION || field == Field.KIND_WORD) {
                    operations.add(attribute);
                }
            });
        }
        return List.copyOf(operations);
    }

    /** Returns the kind a word for an operation stands for: the word itself, or what stands before its first dot. */
    static Span.@Nullable Kind kind(String operation) {
        Span.Kind kind = KINDS.get(operation);
        int dot = operation.indexOf('.');
        return kind != null || dot < 0 ? kind : KINDS.get(operation.substring(0, dot + 1));
    }

    /** Returns the kind that some word for the operation among {@code attributes} stands for. */
    static Span.@Nullable Kind kind(Map<String, Object> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        for (String operation : OPERATIONS) {
            if (attributes.get(operation) instanceof String word) {
                // MLflow's come in quotes.
                Span.Kind kind = kind(word.startsWith("\"") ? JsonMembers.unquoted(word) : word);
                if (kind != null) {
                    return kind;
                }
            }
        }
        return null;
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        int rank = 0;
        for (Vocabulary vocabulary : ALL) {
            for (Map.Entry<String, Field> word : vocabulary.fields().entrySet()) {
                Wrapping wrapping = vocabulary.wrappings().getOrDefault(word.getKey(), Wrapping.NONE);
                rules.putIfAbsent(word.getKey(), new Rule(word.getValue(), List.of(), rank++, wrapping));
            }
        }
        // A member is of less weight than any attribute: whoever states a figure by itself means it.
        for (Vocabulary vocabulary : ALL) {
            for (Map.Entry<String, List<Vocabulary.Member>> word :
                    vocabulary.inside().entrySet()) {
                rules.putIfAbsent(word.getKey(), new Rule(null, List.copyOf(word.getValue()), rank++, Wrapping.NONE));
            }
        }
        return rules;
    }

    private static Map<String, Span.Kind> kinds() {
        Map<String, Span.Kind> kinds = new HashMap<>();
        ALL.forEach(vocabulary -> vocabulary.kinds().forEach(kinds::putIfAbsent));
        return kinds;
    }

    private static Map<String, Field> indexed() {
        Map<String, Field> indexed = new HashMap<>();
        ALL.forEach(vocabulary -> vocabulary.indexed().forEach(indexed::putIfAbsent));
        return indexed;
    }

    private static Map<String, Field> events() {
        Map<String, Field> events = new HashMap<>();
        ALL.forEach(vocabulary -> vocabulary.events().forEach(events::putIfAbsent));
        return events;
    }
}
