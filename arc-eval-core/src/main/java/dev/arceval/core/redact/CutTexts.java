package dev.arceval.core.redact;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The places of a span where one text may lie in pieces: parts of a message and messages of one speaker in a row, events of
 * one name, the items of a list, attributes whose keys differ in a number only.
 */
final class CutTexts {

    /** A list or row of more pieces is no text that was cut up. */
    private static final int MAX_PIECES = 100_000;

    /** Takes the pieces in order and returns as many. */
    interface Across {
        List<String> redact(List<String> pieces, boolean stream);
    }

    private final Across across;

    CutTexts(Across across) {
        this.across = across;
    }

    List<Message> messages(List<Message> messages) {
        if (messages.size() < 2
                && (messages.isEmpty() || messages.get(0).parts().size() < 2)) {
            return messages;
        }
        List<Message> result = new ArrayList<>(messages.size());
        int start = 0;
        for (int i = 1; i <= messages.size(); i++) {
            if (i == messages.size()
                    || messages.get(i).role() != messages.get(start).role()) {
                result.addAll(ofOneSpeaker(messages.subList(start, i)));
                start = i;
            }
        }
        return result;
    }

    private List<Message> ofOneSpeaker(List<Message> messages) {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            for (Message.Part part : message.parts()) {
                if (part instanceof Message.Text text) {
                    texts.add(text.content());
                }
            }
        }
        List<String> redacted = joined(texts, true);
        if (redacted.equals(texts)) {
            return messages;
        }
        List<Message> result = new ArrayList<>(messages.size());
        int next = 0;
        for (Message message : messages) {
            List<Message.Part> parts = new ArrayList<>(message.parts().size());
            for (Message.Part part : message.parts()) {
                parts.add(part instanceof Message.Text ? new Message.Text(redacted.get(next++)) : part);
            }
            result.add(new Message(message.role(), parts, message.name()));
        }
        return result;
    }

    List<Span.Event> events(List<Span.Event> events) {
        if (events.size() < 2) {
            return events;
        }
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            rows.computeIfAbsent(events.get(i).name(), unused -> new ArrayList<>())
                    .add(i);
        }
        List<Span.Event> result = new ArrayList<>(events);
        for (List<Integer> row : rows.values()) {
            List<Span.Event> redacted = ofOneName(row.stream().map(events::get).toList());
            for (int i = 0; i < redacted.size(); i++) {
                result.set(row.get(i), redacted.get(i));
            }
        }
        return result;
    }

    private List<Span.Event> ofOneName(List<Span.Event> events) {
        if (events.size() < 2) {
            return events;
        }
        List<Map<String, Object>> attributes = new ArrayList<>(events.size());
        events.forEach(event -> attributes.add(new TreeMap<>(event.attributes().asMap())));
        Map<String, List<Map<String, Object>>> holders = new TreeMap<>();
        for (Map<String, Object> entries : attributes) {
            entries.forEach((key, value) -> {
                if (value instanceof String) {
                    holders.computeIfAbsent(key, unused -> new ArrayList<>()).add(entries);
                }
            });
        }
        boolean changed = false;
        for (Map.Entry<String, List<Map<String, Object>>> holder : holders.entrySet()) {
            String key = holder.getKey();
            List<String> texts = holder.getValue().stream()
                    .map(entries -> (String) entries.get(key))
                    .toList();
            List<String> redacted = joined(texts, true);
            changed |= !redacted.equals(texts);
            for (int i = 0; i < redacted.size(); i++) {
                holder.getValue().get(i).put(key, redacted.get(i));
            }
        }
        if (!changed) {
            return events;
        }
        List<Span.Event> result = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Span.Event event = events.get(i);
            result.add(new Span.Event(event.name(), event.epochNanos(), Attributes.of(attributes.get(i))));
        }
        return result;
    }

    /** Keys that differ in a number only, in the order of that number. */
    Map<String, Object> entries(Map<String, Object> entries) {
        Map<String, TreeMap<Long, String>> rows = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            int digits = numberIn(key);
            if (value instanceof String && digits >= 0) {
                int end = numberEnd(key, digits);
                rows.computeIfAbsent(key.substring(0, digits) + '#' + key.substring(end), unused -> new TreeMap<>())
                        .put(Long.parseLong(key.substring(digits, end)), key);
            }
        });
        Map<String, Object> changed = entries;
        for (TreeMap<Long, String> row : rows.values()) {
            List<String> keys = List.copyOf(row.values());
            List<String> texts =
                    keys.stream().map(key -> (String) entries.get(key)).toList();
            List<String> redacted = joined(texts, false);
            if (!redacted.equals(texts)) {
                changed = changed == entries ? new TreeMap<>(entries) : changed;
                for (int i = 0; i < keys.size(); i++) {
                    changed.put(keys.get(i), redacted.get(i));
                }
            }
        }
        return changed;
    }

    /** The items of a list that are texts. */
    List<?> items(List<?> items) {
        List<String> texts = items.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        if (texts.size() < items.size()) {
            return items;
        }
        return joined(texts, false);
    }

    private List<String> joined(List<String> texts, boolean stream) {
        return texts.size() < 2 || texts.size() > MAX_PIECES ? texts : across.redact(texts, stream);
    }

    /** Where the last number in a key begins, or -1. */
    private static int numberIn(String key) {
        int i = key.length() - 1;
        while (i >= 0 && !Chars.digit(key.charAt(i))) {
            i--;
        }
        int end = i + 1;
        while (i >= 0 && Chars.digit(key.charAt(i))) {
            i--;
        }
        return end > i + 1 && end - i - 1 <= 9 ? i + 1 : -1;
    }

    private static int numberEnd(String key, int start) {
        int end = start;
        while (Chars.digit(Chars.at(key, end))) {
            end++;
        }
        return end;
    }
}
