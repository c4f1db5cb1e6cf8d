package dev.arceval.core.redact;

import org.jspecify.annotations.Nullable;

/** A text that is the value of a name kept elsewhere: an attribute, a header, a field of a JSON object. */
final class NamedText {

    private NamedText() {}

    /** Reports what is secret because of its name. */
    static void detect(String name, String text, Leaks leaks) {
        Leak secret = secret(name, text);
        if (secret != null) {
            leaks.add(secret.start(), secret.end(), secret.rule(), secret.type());
        }
    }

    private static @Nullable Leak secret(String name, String text) {
        SecretName.Strength strength = SecretName.strengthOf(name);
        if (strength == SecretName.Strength.NONE || text.isBlank() || text.startsWith("{") || text.startsWith("[")) {
            return null;
        }
        int credential = AuthScheme.credentialStart(text, 0);
        if (credential >= 0) {
            return AuthScheme.isCredential(text.substring(credential)) ? leak(credential, text) : null;
        }
        boolean cookie = SecretName.words(name).contains("cookie") && text.indexOf('=') > 0;
        return cookie || SecretValue.isSecret(text, strength, Assignment.Form.QUOTED) ? leak(0, text) : null;
    }

    /** Four numbers with dots are a version where the name says so and nothing else stands there. */
    static boolean isVersion(String name, String text) {
        return SecretName.words(name).contains("version")
                && text.chars().allMatch(c -> Chars.alphanumeric((char) c) || ".-_+".indexOf(c) >= 0);
    }

    private static Leak leak(int start, String text) {
        return new Leak(start, text.length(), SecretDetector.BY_NAME, Leak.Type.SECRET);
    }
}
