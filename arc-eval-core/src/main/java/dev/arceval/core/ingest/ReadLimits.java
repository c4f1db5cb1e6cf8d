package dev.arceval.core.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one record and one span may hold; more is cut and counted, except that a record that is too large is refused.
 *
 * @param recordBytes largest record; it is held in memory while it is read
 * @param attributes attributes of one span, event, link, scope or resource
 * @param events events of one span
 * @param links links of one span
 * @param textLength characters of one text
 */
public record ReadLimits(int recordBytes, int attributes, int events, int links, int textLength) {

    /** 64 MiB a record, 1,024 attributes, 1,024 events, 128 links, 1,048,576 characters. */
    public static ReadLimits standard() {
        return new ReadLimits(64 << 20, 1_024, 1_024, 128, 1 << 20);
    }

    /** No limits but those of memory: for what we wrote ourselves. */
    static ReadLimits none() {
        return new ReadLimits(
                Integer.MAX_VALUE - 64, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Returns {@code text} within the limit and takes note of it if it was cut. */
    String cut(String text, RecordResult result) {
        if (text.length() <= textLength) {
            return text;
        }
        result.repaired("text cut at " + textLength + " characters");
        return Texts.cut(text, textLength);
    }

    /** Returns {@code value} with every text in it within the limit. */
    Object cut(Object value, RecordResult result) {
        if (value instanceof String text) {
            return cut(text, result);
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(cut(item, result)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> items = new LinkedHashMap<>();
            map.forEach((name, item) -> items.put((String) name, cut(item, result)));
            return items;
        }
        return value;
    }
}
