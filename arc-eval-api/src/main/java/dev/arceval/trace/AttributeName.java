package dev.arceval.trace;

import dev.arceval.trace.FrameworkSigns.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an attribute says about frameworks. The same few names come again in every span, so what was found out
 * about them is kept, each in one place by its hash: at most {@value #PLACES}, none longer than {@value #LONGEST} characters.
 *
 * @param prefixes the signs that the name starts with, and whose they are
 * @param key the last part of the name if it is a sign, at least of what some recorder wrote
 * @param metadata whether the keys of its value are to be looked at
 * @param openLlmetry whether only OpenLLMetry writes it
 */
record AttributeName(
        String name, Map<String, Row> prefixes, @Nullable String key, boolean metadata, boolean openLlmetry) {

    private static final int PLACES = 1_024;
    private static final int LONGEST = 128;

    /** Entries never change, so one that another thread does not see yet is made again. */
    private static final @Nullable AttributeName[] KNOWN = new @Nullable AttributeName[PLACES];

    static AttributeName of(String name) {
        int hash = name.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        AttributeName known = KNOWN[place];
        if (known != null && known.name.equals(name)) {
            return known;
        }
        AttributeName read = read(name);
        if (name.length() <= LONGEST) {
            KNOWN[place] = read;
        }
        return read;
    }

    /** Whether it says anything. */
    boolean tells() {
        return key != null || metadata || openLlmetry || !prefixes.isEmpty();
    }

    private static AttributeName read(String name) {
        String head = head(name);
        Map<String, Row> prefixes = new LinkedHashMap<>();
        FrameworkSigns.TABLE.attributePrefixes.getOrDefault(head, Map.of()).forEach((prefix, row) -> {
            if (name.startsWith(prefix)) {
                prefixes.put(prefix, row);
            }
        });
        String key = name.substring(name.lastIndexOf('.') + 1);
        boolean sign = FrameworkSigns.TABLE.metadata.keySet().stream()
                .anyMatch(known -> known.equals(key) || known.endsWith(" " + key));
        return new AttributeName(
                name,
                prefixes,
                sign ? key : null,
                name.endsWith("metadata"),
                head.equals("traceloop.") || name.equals("llm.request.type"));
    }

    /** Returns what stands before the first dot or colon of an attribute's name, with it; the whole name if there is none. */
    static String head(String attribute) {
        for (int i = 0; i < attribute.length(); i++) {
            char c = attribute.charAt(i);
            if (c == '.' || c == ':') {
                return attribute.substring(0, i + 1);
            }
        }
        return attribute;
    }
}
