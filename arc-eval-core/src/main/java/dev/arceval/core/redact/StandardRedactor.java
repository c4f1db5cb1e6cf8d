package dev.arceval.core.redact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.arceval.spi.Redactor;
import java.util.List;

/**
 * The built-in redactor: known credential formats, secrets by their names, structured personal data.
 *
 * <p>Agents repeat themselves: each model call carries the system prompt and the whole conversation so far. Texts that come
 * again are therefore remembered with what became of them, up to a stated size, the often seen ones longest. That is memory
 * only, and changes no result.
 */
public final class StandardRedactor implements Redactor {

    /** Characters of text that are remembered, originals and results together: about 32 MB. */
    private static final long REMEMBERED_CHARS = 16L << 20;

    /** Shorter texts, and values of attributes, which their names speak about too, are remembered apart. */
    private static final int SHORTEST_REMEMBERED = 64;

    private final TextRedactor text;
    private final ShortTexts shortTexts = new ShortTexts();
    private final Cache<String, String> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_CHARS)
            .weigher((String original, String redacted) -> original.length() + redacted.length())
            .executor(Runnable::run)
            .build();

    /** @param key what turns values into pseudonyms; equal values get equal ones under one key */
    public StandardRedactor(RedactionKey key) {
        this(TextRedactor.standard(key));
    }

    public StandardRedactor(TextRedactor text) {
        this.text = text;
    }

    @Override
    public String redact(Field field, String value) {
        if (field.place() == Place.ATTRIBUTE) {
            return shortTexts.redact(field.name(), value, text);
        }
        return value.length() < SHORTEST_REMEMBERED
                ? shortTexts.redact("", value, text)
                : remembered.get(value, text::redact);
    }

    /** Returns pieces of one text without what goes over the cuts between them. */
    List<String> redactAcross(List<String> pieces, boolean stream) {
        return text.redactAcross(pieces, stream);
    }

    /** How many texts were masked whole because redacting them failed. */
    public long failures() {
        return text.failures();
    }
}
