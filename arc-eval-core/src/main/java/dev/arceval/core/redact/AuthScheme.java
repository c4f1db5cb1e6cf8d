package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;

/** The word before a credential in an {@code Authorization} header, which says how to use it and may stay. */
final class AuthScheme {

    private static final int MAX_LENGTH = 10;

    private static final Set<String> SCHEMES = Set.of(
            "bearer",
            "basic",
            "token",
            "digest",
            "apikey",
            "negotiate",
            "key",
            "oauth",
            "bot",
            "api-token",
            "api-key",
            "sso-key",
            "genie-key");

    private AuthScheme() {}

    /** Where the credential starts if a scheme and a space stand at {@code start}, else -1. */
    static int credentialStart(String text, int start) {
        int end = start;
        while (end - start <= MAX_LENGTH && (Chars.letter(Chars.at(text, end)) || Chars.at(text, end) == '-')) {
            end++;
        }
        int credential = end;
        while (Chars.at(text, credential) == ' ') {
            credential++;
        }
        boolean scheme =
                credential > end && SCHEMES.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
        return scheme ? credential : -1;
    }

    /** Whether what follows a scheme is a credential and not a word or a place to fill in. */
    static boolean isCredential(String value) {
        return value.length() >= 6
                && !SecretValue.isPlaceholder(value)
                && value.indexOf('(') < 0
                && (SecretValue.hasDigit(value) || value.length() >= 16);
    }
}
