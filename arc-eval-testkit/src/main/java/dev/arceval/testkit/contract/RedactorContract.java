package dev.arceval.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.arceval.spi.Redactor;
import dev.arceval.spi.Redactor.Field;
import dev.arceval.spi.Redactor.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Redactor} must do. Extend it and give the redactor, and something that it removes:
 *
 * <pre>{@code
 * final class CustomerNumberRedactorTest extends RedactorContract {
 *     @Override
 *     protected Redactor redactor() {
 *         return new CustomerNumberRedactor();
 *     }
 *
 *     @Override
 *     protected String secret() {
 *         return "C-4711-0815";
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class RedactorContract {

    private static final String PLAIN = "The parcel left on Monday.";

    /** Returns the redactor under test; called once a test. */
    protected abstract Redactor redactor();

    /** Returns a text that must go wherever it stands between words. It needs no escape in JSON. */
    protected abstract String secret();

    /** Returns a place where {@link #secret()} must go; by default a message of the user. */
    protected Field field() {
        return new Field(Place.MESSAGE, "user");
    }

    @Test
    void redact_removesTheSecret() {
        Redactor redactor = redactor();
        for (String text : texts()) {
            String redacted = redactor.redact(field(), text);
            assertNotNull(redacted);
            assertFalse(redacted.contains(secret()), () -> "still there: " + redacted);
        }
    }

    @Test
    void redact_keepsWhatStandsAroundTheSecret() {
        String redacted = redactor().redact(field(), "Before " + secret() + " after.");
        assertTrue(redacted.startsWith("Before "), redacted);
        assertTrue(redacted.endsWith(" after."), redacted);
    }

    @Test
    void redact_leavesOtherTextAsItIs() {
        Redactor redactor = redactor();
        for (Place place : Place.values()) {
            assertEquals(PLAIN, redactor.redact(new Field(place, ""), PLAIN));
            assertEquals("", redactor.redact(new Field(place, ""), ""));
        }
    }

    @Test
    void redact_takesEveryPlaceAndAnyName() {
        Redactor redactor = redactor();
        for (Place place : Place.values()) {
            for (String name : List.of("", "user", "gen_ai.input.messages", "größe", "a".repeat(10_000), "\uD800")) {
                assertNotNull(redactor.redact(new Field(place, name), "text " + secret()));
            }
        }
    }

    @Test
    void redact_changesNothingTheSecondTime() {
        Redactor redactor = redactor();
        for (String text : texts()) {
            String once = redactor.redact(field(), text);
            assertEquals(once, redactor.redact(field(), once));
        }
    }

    @Test
    void redact_keepsEqualTextsEqual() {
        Redactor redactor = redactor();
        for (String text : texts()) {
            assertEquals(redactor.redact(field(), text), redactor.redact(field(), text));
        }
    }

    @Test
    void redact_isTheSameInEveryLocale() {
        Redactor redactor = redactor();
        Locale before = Locale.getDefault();
        for (String text : texts()) {
            String here = redactor.redact(field(), text);
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertEquals(here, redactor.redact(field(), text));
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Test
    void redact_isTheSameFromSeveralThreads() throws Exception {
        Redactor redactor = redactor();
        String text = String.join("\n", texts());
        String alone = redactor.redact(field(), text);
        for (String redacted : Threads.runTogether(() -> redactor.redact(field(), text))) {
            assertEquals(alone, redacted);
        }
    }

    @Test
    void redact_keepsJsonValid() {
        Redactor redactor = redactor();
        for (String json : List.of(
                "{\"value\":\"" + secret() + "\",\"n\":[1,2.5e3,true,null]}",
                "[\"a \\\"quoted\\\" " + secret() + "\",{\"" + secret() + "\":{}}]",
                "\"" + secret() + "\"",
                "{\"inner\":\"{\\\"value\\\":\\\"" + secret() + "\\\"}\"}")) {
            String redacted = redactor.redact(new Field(Place.TOOL_ARGUMENTS, "tool"), json);
            assertTrue(JsonText.isValid(redacted), () -> "no JSON any more: " + redacted);
        }
    }

    @Test
    void redact_takesTextThatIsNotWellFormed() {
        Redactor redactor = redactor();
        for (String text :
                List.of("\uD800", "\uDC00\uD800", "\u0000", "\u001b[31m", "{\"a\":", "\\", "\\u12", "%zz", "\uFEFF")) {
            assertNotNull(redactor.redact(field(), text + " " + secret()));
        }
    }

    @Test
    void redact_takesLongText() {
        String redacted = redactor().redact(field(), (PLAIN + " ").repeat(20_000) + secret());
        assertFalse(redacted.contains(secret()), "the secret at the end is still there");
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(secret(), "Before " + secret() + " after."));
        texts.add(secret() + "\n" + secret() + "\n");
        texts.add("größe 日本 \uD83D\uDE00 " + secret() + " \uD83D\uDE00");
        return texts;
    }
}
