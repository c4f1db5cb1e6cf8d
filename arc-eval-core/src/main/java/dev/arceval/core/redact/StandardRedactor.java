package dev.arceval.core.redact;

import dev.arceval.spi.Redactor;

/** The built-in redactor: known credential formats, secrets by their names, structured personal data. */
public final class StandardRedactor implements Redactor {

    private final TextRedactor text;

    /** @param key what turns values into pseudonyms; equal values get equal ones under one key */
    public StandardRedactor(RedactionKey key) {
        this.text = TextRedactor.standard(key);
    }

    @Override
    public String redact(Field field, String value) {
        return field.place() == Place.ATTRIBUTE ? text.redact(field.name(), value) : text.redact(value);
    }

    /** How many texts were masked whole because redacting them failed. */
    public long failures() {
        return text.failures();
    }
}
