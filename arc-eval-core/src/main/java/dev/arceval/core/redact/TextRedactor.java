package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds what must not be kept in a text and puts keyed pseudonyms in its place.
 *
 * <p>{@link #redact} is repeatable: redacting what is redacted changes nothing. It fails closed: when anything goes wrong
 * inside, the whole text becomes {@code «redaction-failed»} and {@link #failures()} grows. Time is linear in the text.
 * Thread-safe.
 */
public final class TextRedactor {

    /** A round can bring a new finding to light; each shortens what is left, and more than three were never seen. */
    private static final int MAX_ROUNDS = 6;

    private final Pseudonyms pseudonyms;
    private final List<Detector> detectors;
    private final LongAdder failures = new LongAdder();

    TextRedactor(RedactionKey key, List<Detector> detectors) {
        this.pseudonyms = new Pseudonyms(key);
        this.detectors = List.copyOf(detectors);
    }

    /** A redactor that looks for everything the library knows. */
    public static TextRedactor standard(RedactionKey key) {
        return new TextRedactor(key, List.of(
                new SecretDetector(CredentialRules.builtIn()),
                new KubernetesSecret(),
                new EmailDetector(),
                new Iban(),
                new NumberDetector(),
                new NetworkAddress()));
    }

    /** What must go, in order of place, none overlapping another; never a marker that already stands there. */
    public List<Finding> find(String text) {
        Findings findings = new Findings();
        for (Detector detector : detectors) {
            detector.detect(text, findings);
        }
        return withoutMarkers(text, findings.settle());
    }

    /** The text without what {@link #find} finds in it. */
    public String redact(String text) {
        try {
            return redactFully(text);
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

    private String redactFully(String text) {
        String current = text;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Finding> findings = find(current);
            if (findings.isEmpty()) {
                return current;
            }
            current = replace(current, findings);
        }
        throw new IllegalStateException("redaction does not settle");
    }

    private String replace(String text, List<Finding> findings) {
        Pseudonyms.Source source = pseudonyms.source();
        StringBuilder redacted = new StringBuilder(text.length() + findings.size() * 8);
        int done = 0;
        for (Finding finding : findings) {
            String quote = JsonNumbers.quoteFor(text, finding);
            redacted.append(text, done, finding.start())
                    .append(quote)
                    .append(source.marker(finding.type(), text.substring(finding.start(), finding.end())))
                    .append(quote);
            done = finding.end();
        }
        return redacted.append(text, done, text.length()).toString();
    }

    private static List<Finding> withoutMarkers(String text, List<Finding> findings) {
        if (text.indexOf(Marker.OPEN) < 0) {
            return findings;
        }
        List<Finding> kept = new ArrayList<>(findings.size());
        for (Finding finding : findings) {
            if (!Marker.isMarkers(text, finding.start(), finding.end())
                    && !Marker.encloses(text, finding.start(), finding.end())) {
                kept.add(finding);
            }
        }
        return kept;
    }
}
