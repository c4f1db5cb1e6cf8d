package dev.arceval.core.redact;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The places of a trace where one text may lie in pieces in several spans: what spans of one name below one parent say, in
 * the order of their start, as where every chunk of a stream got a span.
 *
 * <p>Joined are the texts under one key, the one text that each says or is told, tool arguments and results. Whole JSON is no
 * piece of anything, and texts that are all equal are names.
 */
final class CutSpans {

    /** More spans than this below one parent are no stream. */
    private static final int MAX_PIECES = 100_000;

    /** On average a token of a model has four chars, and what is sent at once few tokens. */
    private static final int SHORT = 32;

    private final CutTexts.Across across;

    CutSpans(CutTexts.Across across) {
        this.across = across;
    }

    /** Returns as many spans in the same order; the list itself where nothing goes over a cut. */
    List<Span> joined(List<Span> spans) {
        if (spans.size() < 2) {
            return spans;
        }
        Map<Row, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            rows.computeIfAbsent(new Row(span.parentSpanId().orElse(""), span.name()), unused -> new ArrayList<>())
                    .add(i);
        }
        if (rows.size() == spans.size()) {
            return spans;
        }
        List<Span> result = new ArrayList<>(spans);
        rows.values().stream()
                .filter(row -> row.size() > 1 && row.size() <= MAX_PIECES)
                .forEach(row -> join(row, result));
        for (int i = 0; i < spans.size(); i++) {
            if (result.get(i) != spans.get(i)) {
                return result;
            }
        }
        return spans;
    }

    private record Row(String parent, String name) {}

    private void join(List<Integer> row, List<Span> spans) {
        attributes(row, spans);
        join(
                row,
                spans,
                span -> onlyText(span.input()),
                (span, text) ->
                        span.toBuilder().input(withText(span.input(), text)).build());
        join(
                row,
                spans,
                span -> onlyText(span.output()),
                (span, text) ->
                        span.toBuilder().output(withText(span.output(), text)).build());
        join(
                row,
                spans,
                span -> span.toolCall().map(ToolCall::arguments).orElse(null),
                (span, text) -> span.toBuilder().toolArguments(text).build());
        join(
                row,
                spans,
                span -> span.toolCall().map(ToolCall::result).orElse(null),
                (span, text) -> span.toBuilder().toolResult(text).build());
    }

    private void attributes(List<Integer> row, List<Span> spans) {
        Map<String, List<Integer>> holders = new TreeMap<>();
        for (int index : row) {
            spans.get(index).attributes().asMap().forEach((key, value) -> {
                if (value instanceof String) {
                    holders.computeIfAbsent(key, unused -> new ArrayList<>()).add(index);
                }
            });
        }
        holders.forEach((key, indexes) -> join(
                indexes,
                spans,
                span -> (String) span.attributes().asMap().get(key),
                (span, text) -> span.toBuilder()
                        .attributes(with(span.attributes(), key, text))
                        .build()));
    }

    private void join(
            List<Integer> row,
            List<Span> spans,
            Function<Span, @Nullable String> get,
            BiFunction<Span, String, Span> set) {
        List<Integer> holders = new ArrayList<>(row.size());
        List<String> texts = new ArrayList<>(row.size());
        for (int index : row) {
            String text = get.apply(spans.get(index));
            if (text != null && !text.isEmpty() && !isWholeJson(text)) {
                holders.add(index);
                texts.add(text);
            }
        }
        if (texts.size() < 2 || texts.stream().distinct().count() == 1) {
            return;
        }
        List<String> redacted = across.redact(texts, isStream(texts));
        for (int i = 0; i < redacted.size(); i++) {
            if (!redacted.get(i).equals(texts.get(i))) {
                int index = holders.get(i);
                spans.set(index, set.apply(spans.get(index), redacted.get(i)));
            }
        }
    }

    /** Whether the pieces are as short as those of a stream; others may have nothing to do with each other. */
    private static boolean isStream(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum() <= (long) SHORT * texts.size();
    }

    private static boolean isWholeJson(String text) {
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        return first == '{' && last == '}' || first == '[' && last == ']';
    }

    private static @Nullable String onlyText(List<Message> messages) {
        return messages.size() == 1
                ? Optional.of(messages.get(0).parts())
                        .filter(parts -> parts.size() == 1 && parts.get(0) instanceof Message.Text)
                        .map(parts -> ((Message.Text) parts.get(0)).content())
                        .orElse(null)
                : null;
    }

    private static List<Message> withText(List<Message> messages, String text) {
        Message message = messages.get(0);
        return List.of(new Message(message.role(), List.of(new Message.Text(text)), message.name()));
    }

    private static Attributes with(Attributes attributes, String key, String text) {
        Map<String, Object> changed = new TreeMap<>(attributes.asMap());
        changed.put(key, text);
        return Attributes.of(changed);
    }
}
