package dev.arceval.core;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.arceval.core.redact.Leak;
import dev.arceval.core.redact.TextRedactor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The personal data and secrets in a text, as they are or as pseudonyms. */
final class SensitiveValues {

    /** A pseudonym: the word says of what type the value is. */
    private static final Pattern PSEUDONYM = Pattern.compile("«([a-z-]{1,24}):[0-9a-z]{1,16}»");

    private SensitiveValues() {}

    /** Returns the type of each by the value itself. */
    static Map<String, String> in(String text, TextRedactor redactor) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Leak leak : redactor.find(text)) {
            values.put(text.substring(leak.start(), leak.end()), leak.label());
        }
        Matcher matcher = PSEUDONYM.matcher(text);
        while (matcher.find()) {
            values.put(matcher.group(), matcher.group(1));
        }
        return values;
    }
}
