package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.core.redact.FileRedactor;
import dev.arceval.core.redact.Policy;
import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.Replacement;
import dev.arceval.core.redact.RulesFile;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.redact.UserRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The door to redaction. Immutable. */
final class RedactionDoor implements Redaction {

    private final Policy policy;
    private final @Nullable Path keyDirectory;

    private RedactionDoor(Policy policy, @Nullable Path keyDirectory) {
        this.policy = policy;
        this.keyDirectory = keyDirectory;
    }

    static RedactionDoor of(String preset) {
        for (Policy.Preset known : Policy.Preset.values()) {
            if (name(known).equals(preset)) {
                return new RedactionDoor(Policy.of(known), null);
            }
        }
        throw new IllegalArgumentException("redaction must be one of "
                + Arrays.stream(Policy.Preset.values()).map(RedactionDoor::name).collect(Collectors.joining(", "))
                + ": "
                + preset);
    }

    /** Returns what the settings name, the default where there are none. */
    static RedactionDoor from(Optional<Settings> settings) {
        RedactionDoor preset =
                settings.flatMap(Settings::redaction).map(RedactionDoor::of).orElseGet(() -> of("balanced"));
        return settings.flatMap(Settings::redactionRules)
                .map(preset::rules)
                .map(RedactionDoor::behind)
                .orElse(preset);
    }

    /** Returns what is behind a redaction that this class handed out, as all are. */
    static RedactionDoor behind(Redaction redaction) {
        if (redaction instanceof RedactionDoor door) {
            return door;
        }
        throw new IllegalArgumentException("redaction must come from Redaction.preset: "
                + redaction.getClass().getName());
    }

    private static String name(Policy.Preset preset) {
        return preset.name().toLowerCase(Locale.ROOT);
    }

    Policy policy() {
        return policy;
    }

    @Nullable
    Path keyDirectory() {
        return keyDirectory;
    }

    @Override
    public Redaction pseudonymizing(String... types) {
        return with(policy.replacing(List.of(types), Replacement.PSEUDONYM));
    }

    @Override
    public Redaction imitating(String... types) {
        return with(policy.replacing(List.of(types), Replacement.LOOKALIKE));
    }

    @Override
    public Redaction masking(String... types) {
        return with(policy.replacing(List.of(types), Replacement.MASK));
    }

    @Override
    public Redaction dropping(String... types) {
        return with(policy.replacing(List.of(types), Replacement.DROP));
    }

    @Override
    public Redaction keeping(String... types) {
        return with(policy.replacing(List.of(types), Replacement.KEEP));
    }

    @Override
    public Redaction allowing(String... values) {
        return with(policy.allowingValues(List.of(values)));
    }

    @Override
    public Redaction allowingDomains(String... domains) {
        return with(policy.allowingDomains(List.of(domains)));
    }

    @Override
    public Redaction allowingMatches(String... patterns) {
        return with(policy.allowingPatterns(List.of(patterns)));
    }

    @Override
    public Redaction allowingAttributes(String... names) {
        return with(policy.allowingAttributes(List.of(names)));
    }

    @Override
    public Redaction rule(Rule rule) {
        return with(policy.with(UserRule.checked(
                rule.id(),
                rule.type(),
                rule.keywords(),
                rule.pattern(),
                rule.minEntropy(),
                rule.examples(),
                rule.counterexamples())));
    }

    @Override
    public Redaction rules(Path file) {
        try {
            return with(RulesFile.read(file, policy));
        } catch (IllegalArgumentException refused) {
            // It names values that are allowed, and may hold anything where it is wrong.
            throw new IllegalArgumentException(Refusal.message(file, String.valueOf(refused.getMessage())));
        }
    }

    @Override
    public Redaction keyIn(Path directory) {
        return new RedactionDoor(policy, directory);
    }

    private Redaction with(Policy changed) {
        return new RedactionDoor(changed, keyDirectory);
    }

    @Override
    public List<Finding> find(String text) {
        List<Finding> findings = new ArrayList<>();
        try {
            scan("", bytes(text), findings::add);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return findings;
    }

    @Override
    public String redact(String text) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(text.length());
        try {
            copy("", bytes(text), copy, finding -> {});
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return copy.toString(StandardCharsets.UTF_8);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Scan scan(String fileName, InputStream content, Consumer<? super Finding> each) throws IOException {
        return scan(files().scan(fileName, content, place -> each.accept(finding(place))));
    }

    @Override
    public Scan copy(String fileName, InputStream content, OutputStream copy, Consumer<? super Finding> each)
            throws IOException {
        return scan(files().copy(fileName, content, copy, place -> each.accept(finding(place))));
    }

    private FileRedactor files() {
        Pseudonyms pseudonyms =
                keyDirectory == null ? Pseudonyms.counted() : Pseudonyms.keyed(RedactionKey.in(keyDirectory));
        return new FileRedactor(TextRedactor.of(policy, pseudonyms), pseudonyms);
    }

    private static Scan scan(FileRedactor.Outcome outcome) {
        return new Scan(!outcome.binary(), outcome.found());
    }

    private static Finding finding(FileRedactor.Place place) {
        return new Finding(
                place.line(),
                place.start(),
                place.end(),
                place.leak().rule(),
                place.leak().label());
    }
}
