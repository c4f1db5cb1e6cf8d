package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds what must not be kept in a text and puts keyed pseudonyms in its place.
 *
 * <p>{@link #redact} is repeatable: redacting what is redacted changes nothing. It fails closed: when anything goes wrong
 * inside, the whole text becomes {@code «redaction-failed»} and {@link #failures()} grows. JSON stays JSON. Time is linear
 * in the text. Thread-safe.
 */
public final class TextRedactor {

    /** A round can bring something new to light; each shortens what is left, and more than three were never seen. */
    private static final int MAX_ROUNDS = 6;

    private final Pseudonyms pseudonyms;
    private final List<Detector> detectors;
    private final LongAdder failures = new LongAdder();

    TextRedactor(RedactionKey key, List<Detector> detectors) {
        this.pseudonyms = Pseudonyms.keyed(key);
        this.detectors = List.copyOf(detectors);
    }

    /** A redactor that looks for everything the library knows. */
    public static TextRedactor standard(RedactionKey key) {
        List<Detector> plain = List.of(
                new SecretDetector(CredentialRules.builtIn()),
                new KubernetesSecret(),
                new EmailDetector(),
                new Iban(),
                new IdentityDetector(IdentityRules.builtIn()),
                new CryptoAddress(),
                new BirthDate(),
                new NumberDetector(),
                new NetworkAddress());
        List<Detector> once = new ArrayList<>(plain);
        once.add(new EncodedText(plain));
        List<Detector> twice = new ArrayList<>(plain);
        twice.add(new EncodedText(once));
        return new TextRedactor(key, twice);
    }

    /** A redactor that looks for nothing. */
    public static TextRedactor nothing() {
        return new TextRedactor(RedactionKey.of(new byte[32]), List.of());
    }

    /** What must go, in order of place, none overlapping another; never a marker that already stands there. */
    public List<Leak> find(String text) {
        return find("", text);
    }

    /**
     * The same for the value of a name that stands elsewhere: an attribute, a header, a field.
     *
     * @param name the name; empty where the text has none
     */
    public List<Leak> find(String name, String text) {
        Leaks leaks = new Leaks();
        if (!name.isEmpty()) {
            NamedText.detect(name, text, leaks);
        }
        for (Detector detector : detectors) {
            detector.detect(name, text, leaks);
        }
        List<Leak> found = withoutMarkers(text, leaks.settle());
        return NamedText.isVersion(name)
                ? found.stream().filter(leak -> leak.type() != Leak.Type.IP).toList()
                : found;
    }

    /** The text without what {@link #find} finds in it. */
    public String redact(String text) {
        return redact("", text);
    }

    /**
     * The same for the value of a name that stands elsewhere: what the name says is a password goes, whatever it looks
     * like.
     */
    public String redact(String name, String text) {
        try {
            return redactKeepingJson(name, text);
        } catch (RuntimeException | StackOverflowError e) {
            // What failed may stand in the message, so the exception is counted and goes no further.
            failures.increment();
            return Marker.FAILED;
        }
    }

    /** How many texts were masked whole because redacting them failed. */
    public long failures() {
        return failures.sum();
    }

    /** Replacing in the text as it is written keeps its spelling; where that breaks JSON, its parts are redacted instead. */
    private String redactKeepingJson(String name, String text) {
        String redacted = redactFully(name, text);
        return redacted.equals(text) || !JsonText.isBroken(text, redacted)
                ? redacted
                : JsonText.redact(text, this::redactKeepingJson);
    }

    private String redactFully(String name, String text) {
        String current = text;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Leak> leaks = find(name, current);
            if (leaks.isEmpty()) {
                return current;
            }
            current = replace(current, leaks);
        }
        throw new IllegalStateException("redaction does not settle");
    }

    private String replace(String text, List<Leak> leaks) {
        return new Replacer(pseudonyms.source()).replace(text, 0, text.length(), leaks);
    }

    private static List<Leak> withoutMarkers(String text, List<Leak> leaks) {
        if (text.indexOf(Marker.OPEN) < 0) {
            return leaks;
        }
        return leaks.stream().filter(leak -> !isMarker(text, leak)).toList();
    }

    private static boolean isMarker(String text, Leak leak) {
        return Marker.isMarkers(text, leak.start(), leak.end()) || Marker.encloses(text, leak.start(), leak.end());
    }
}
