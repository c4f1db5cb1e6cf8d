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

    /** A round can bring something new to light; in texts that were not made for it, two nearly always suffice. */
    private static final int MAX_ROUNDS = 2;

    private final Policy policy;
    private final Pseudonyms pseudonyms;
    private final List<Detector> detectors;
    private final LongAdder failures = new LongAdder();

    private TextRedactor(Policy policy, Pseudonyms pseudonyms, List<Detector> detectors) {
        this.policy = policy;
        this.pseudonyms = pseudonyms;
        this.detectors = List.copyOf(detectors);
    }

    TextRedactor(RedactionKey key, List<Detector> detectors) {
        this(Policy.of(Policy.Preset.BALANCED), Pseudonyms.keyed(key), detectors);
    }

    /** A redactor that looks for everything the library knows. */
    public static TextRedactor standard(RedactionKey key) {
        return of(Policy.of(Policy.Preset.BALANCED), Pseudonyms.keyed(key));
    }

    /** A redactor that does what a policy says. */
    public static TextRedactor of(Policy policy, Pseudonyms pseudonyms) {
        List<Detector> found = new ArrayList<>();
        if (policy.preset() != Policy.Preset.NONE) {
            found.addAll(BuiltIn.DETECTORS);
        }
        if (policy.preset() == Policy.Preset.STRICT) {
            found.add(new RandomWord());
        }
        policy.rules().forEach(rule -> found.add((text, leaks) -> rule.detect("", text, leaks)));
        if (found.isEmpty()) {
            return new TextRedactor(policy, pseudonyms, List.of());
        }
        Detector plain = new Decided(policy, found);
        Detector once = new EncodedText(List.of(plain));
        Detector twice = new EncodedText(List.of(plain, once));
        return new TextRedactor(policy, pseudonyms, List.of(plain, twice));
    }

    /** Made once: the rules take milliseconds to read. */
    private static final class BuiltIn {
        static final List<CredentialRule> CREDENTIALS = CredentialRules.builtIn();
        static final List<Detector> DETECTORS = List.of(
                new SecretDetector(CREDENTIALS),
                new CutTail(CREDENTIALS),
                new PlacedPassword(),
                new KubernetesSecret(),
                new EmailDetector(),
                new Iban(),
                new IdentityDetector(IdentityRules.builtIn()),
                new BirthDate(),
                new ForeignWords(),
                new NumberDetector(),
                new NetworkAddress());
    }

    Policy policy() {
        return policy;
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
            byName(name, text).moveTo(leaks, leak -> policy.removes(text, leak));
        }
        for (Detector detector : detectors) {
            detector.detect(name, text, leaks);
        }
        List<Leak> found = withoutMarkers(text, leaks.settle());
        return NamedText.isVersion(name, text)
                ? found.stream().filter(leak -> leak.type() != Leak.Type.IP).toList()
                : found;
    }

    /** The same for the text of a file whose name may say what it holds. */
    List<Leak> find(SecretFile file, String text) {
        Leaks byFile = new Leaks();
        if (policy.preset() != Policy.Preset.NONE) {
            file.detect(text, byFile);
        }
        List<Leak> named = withoutMarkers(text, byFile.settle());
        if (named.isEmpty()) {
            return find(text);
        }
        Leaks leaks = new Leaks();
        find(text).forEach(leaks::add);
        named.stream().filter(leak -> policy.removes(text, leak)).forEach(leaks::add);
        return leaks.settle();
    }

    private Leaks byName(String name, String text) {
        Leaks leaks = new Leaks();
        if (policy.preset() != Policy.Preset.NONE) {
            NamedText.detect(name, text, leaks);
        }
        policy.rules().stream().filter(rule -> rule.isAbout(name)).forEach(rule -> rule.detect(name, text, leaks));
        return leaks;
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

    /** Returns pieces of one text without what goes over the cuts between them; see {@link Chunks}. */
    List<String> redactAcross(List<String> pieces, boolean stream) {
        try {
            return Chunks.redact(this, pieces, stream);
        } catch (RuntimeException | StackOverflowError e) {
            failures.increment();
            return pieces.stream().map(piece -> Marker.FAILED).toList();
        }
    }

    /** What takes the place of one leak. */
    String inPlaceOf(Leak leak, String text) {
        return new Replacer(policy, pseudonyms).inPlaceOf(leak, text.substring(leak.start(), leak.end()));
    }

    /** How many texts were masked whole because redacting them failed. */
    public long failures() {
        return failures.sum();
    }

    /** Replacing in the text as it is written keeps its spelling; where that breaks JSON, its parts are redacted instead. */
    private String redactKeepingJson(String name, String text) {
        if (policy.allowed().allowsAttribute(name)) {
            return text;
        }
        String redacted = redactFully(name, text);
        return redacted.equals(text) || !JsonText.isBroken(text, redacted)
                ? redacted
                : JsonText.redact(text, this::redactKeepingJson);
    }

    private String redactFully(String name, String text) {
        String settled = settle(name, text, new Replacer(policy, pseudonyms));
        if (settled.equals(Marker.FAILED)) {
            throw new IllegalStateException("redaction does not settle");
        }
        return settled;
    }

    /**
     * Replaces until nothing is found. Where each round brings something new to light, as in a text that repeats the
     * beginning of a credential, the stretch in question goes as a whole.
     *
     * @return {@link Marker#FAILED} if something is found even then
     */
    String settle(String name, String text, Replacer replacer) {
        String current = text;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Leak> leaks = find(name, current);
            if (leaks.isEmpty()) {
                return current;
            }
            current = replacer.replace(current, 0, current.length(), leaks);
        }
        List<Leak> leaks = find(name, current);
        if (!leaks.isEmpty()) {
            current = replacer.replace(current, 0, current.length(), List.of(stretch(current, leaks)));
        }
        return leaks.isEmpty() || find(name, current).isEmpty() ? current : Marker.FAILED;
    }

    /** From the start of the word of the first leak to the end of that of the last. */
    private static Leak stretch(String text, List<Leak> leaks) {
        int start = leaks.get(0).start();
        while (start > 0 && !Chars.space(text.charAt(start - 1))) {
            start--;
        }
        int end = leaks.get(leaks.size() - 1).end();
        while (end < text.length() && !Chars.space(text.charAt(end))) {
            end++;
        }
        return new Leak(start, end, SecretDetector.BY_NAME, Leak.Type.SECRET);
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
