package dev.arceval.core.redact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Judges whether the value of a secret's name is a secret, or a word, a type, a reference, a place to fill in. */
final class SecretValue {

    private static final Set<String> WORDS = Set.of(
            "null",
            "none",
            "nil",
            "undefined",
            "true",
            "false",
            "string",
            "str",
            "text",
            "yes",
            "no",
            "bool",
            "boolean",
            "int",
            "integer",
            "number",
            "object",
            "array",
            "any",
            "unknown",
            "required",
            "optional",
            "redacted",
            "masked",
            "hidden",
            "filtered",
            "empty",
            "n/a",
            "na",
            "todo",
            "tbd",
            "default",
            "env",
            "bytes",
            "char",
            "void",
            "bearer",
            "basic",
            "digest",
            "apikey",
            "session",
            "disabled",
            "enabled",
            "invalid",
            "missing",
            "wrong",
            "incorrect",
            "changeme",
            "change-me",
            "change_me",
            "not",
            "the",
            "a",
            "an");

    /** What a field for a password or token is called in other languages. */
    private static final Set<String> LABELS = Set.of(
            "passwort",
            "kennwort",
            "contrasena",
            "senha",
            "wachtwoord",
            "haslo",
            "heslo",
            "parola",
            "passord",
            "salasana",
            "adgangskode",
            "clave",
            "jeton",
            "mot de passe");

    private static final String[] TEMPLATES = {
        "xxxx",
        "****",
        "....",
        "####",
        "____",
        "${",
        "{{",
        "}}",
        "%(",
        "your",
        "insert",
        "placeholder",
        "change_me",
        "changeme_",
        "replace",
        "redacted",
        "[password",
        "[token",
        "[secret",
        "…",
        "-here",
        "_here",
        "$("
    };

    private static final String[] FILLINGS = {
        "example", "dummy_value", "0000000000", "1111111111", "1234567890123", "abcdefghijkl", "foobar"
    };

    private static final int MAX_PLACEHOLDER = 256;

    /** No identifier is longer; keeps the look at a value cheap. */
    private static final int MAX_WORDS = 128;

    /** Shorter ones are part numbers too often. */
    private static final int MIN_GENERATED = 8;

    private SecretValue() {}

    static boolean isSecret(String value, SecretName.Strength strength, Assignment.Form form) {
        String trimmed = Marker.without(value).strip();
        if (trimmed.isEmpty()
                || isForeignWords(trimmed)
                || isValidation(trimmed)
                || (strength == SecretName.Strength.PASSWORD ? isTemplate(trimmed) : isPlaceholder(trimmed))
                || form != Assignment.Form.QUOTED && isReference(trimmed, form)) {
            return false;
        }
        return switch (strength) {
            case NONE -> false;
            case WEAK ->
                (looksRandom(trimmed) || isKeyboardNoise(trimmed) || isBasicCredentials(trimmed))
                        && !isUuid(trimmed)
                        && form != Assignment.Form.ARGUMENT
                        && form != Assignment.Form.APPOSED;
            case TOKEN -> isToken(trimmed, form);
            case PASSWORD -> isPassword(trimmed, form);
        };
    }

    /** Letters beyond ASCII, perhaps escaped, and nothing but letters: text for people. */
    private static boolean isForeignWords(String value) {
        if (value.length() > MAX_WORDS) {
            return false;
        }
        if (LABELS.contains(value.toLowerCase(Locale.ROOT))) {
            return true;
        }
        boolean foreign = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && Chars.at(value, i + 1) == 'u' && i + 5 < value.length()) {
                foreign = true;
                i += 5;
            } else if (c > 127) {
                foreign |= Character.isLetter(c);
            } else if (!Chars.letter(c) && c != ' ') {
                return false;
            }
        }
        return foreign;
    }

    /** {@code required|min:8|confirmed}: what a form demands of the field. */
    private static boolean isValidation(String value) {
        if (value.indexOf('|') < 0 || value.length() > MAX_WORDS) {
            return false;
        }
        for (String part : value.split("\\|", -1)) {
            int colon = part.indexOf(':');
            String rule = colon < 0 ? part : part.substring(0, colon);
            if (rule.length() < 3 || !rule.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPassword(String value, Assignment.Form form) {
        if (value.length() < 3 || value.startsWith("/") && form != Assignment.Form.QUOTED || isAddress(value)) {
            return false;
        }
        boolean mixed = hasDigit(value) || hasSymbol(value);
        return switch (form) {
            case QUOTED, ELEMENT -> value.indexOf(' ') < 0 || hasDigit(value) && value.length() <= 64;
            case BARE, CODE -> true;
            case ARGUMENT -> value.indexOf(' ') < 0 && value.length() >= 6 && mixed && !value.endsWith("'s");
            case PROSE ->
                value.indexOf(' ') < 0 && value.length() >= 6 && mixed && !value.endsWith("'s") && !isNumbered(value);
            case APPOSED -> isScrambled(value);
        };
    }

    /** A page about a password is none. A password in the address is found there by {@code ://user:password@}. */
    private static boolean isAddress(String value) {
        return value.startsWith("http://") || value.startsWith("https://");
    }

    private static boolean isToken(String value, Assignment.Form form) {
        if (isKeyboardNoise(value)) {
            return true;
        }
        if (value.length() < 8 || value.indexOf(' ') >= 0 || value.startsWith("/") || isAddress(value)) {
            return false;
        }
        if (form == Assignment.Form.APPOSED) {
            return isGenerated(value);
        }
        if (hasDigit(value)) {
            return !isVersion(value) && (hasLetter(value) || value.length() >= 12);
        }
        boolean long_ = value.length() >= 20 && !isWords(value);
        return form != Assignment.Form.PROSE && long_ && Entropy.bitsPerChar(value, 0, value.length()) >= 3.5;
    }

    /** Not words, and of more than one kind of char. */
    static boolean isMixed(String value) {
        boolean lower = !value.equals(value.toUpperCase(Locale.ROOT));
        boolean upper = !value.equals(value.toLowerCase(Locale.ROOT));
        return !isWords(value) && (hasDigit(value) || lower && upper);
    }

    /** {@code user:password} in base64, as Docker and npm keep it (RFC 7617). */
    private static boolean isBasicCredentials(String value) {
        if (value.length() < 8 || value.length() > 256 || value.length() % 4 != 0) {
            return false;
        }
        try {
            String plain = new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1);
            return plain.indexOf(':') > 0 && plain.chars().allMatch(c -> c >= ' ' && c < 127);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Signs of all kinds in between, as a generator of salts for a configuration file makes them. */
    private static boolean isKeyboardNoise(String value) {
        if (value.length() < 32 || value.length() > 256) {
            return false;
        }
        int signs = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            signs += Chars.alphanumeric(c) || c == ' ' || c == '_' || c == '-' ? 0 : 1;
        }
        return signs >= value.length() / 6 && Entropy.bitsPerChar(value, 0, value.length()) >= 4.5;
    }

    private static boolean looksRandom(String value) {
        return value.length() >= 16
                && value.length() <= 512
                && hasDigit(value)
                && hasLetter(value)
                && wordShare(value) < 0.6
                && !isNumbered(value)
                && !isFile(value)
                && isTokenText(value)
                && Entropy.bitsPerChar(value, 0, value.length()) >= 3.0;
    }

    /** {@code cmp2-qat-1208358310}: words, short or with a number behind, and numbers, joined by dashes. */
    private static boolean isNumbered(String value) {
        if (value.indexOf('-') < 0 && value.indexOf('_') < 0) {
            return false;
        }
        for (String part : value.split("[-_]", -1)) {
            int digits = 0;
            while (digits < part.length() && Chars.digit(part.charAt(part.length() - 1 - digits))) {
                digits++;
            }
            String word = part.substring(0, part.length() - digits);
            if (hasDigit(word) || !word.isEmpty() && digits > 2 || !word.equals(word.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** {@code orders/2024/a7.json}: a place in a store. */
    private static boolean isFile(String value) {
        int dot = value.lastIndexOf('.');
        int length = value.length() - dot - 1;
        return value.indexOf('/') >= 0
                && dot > 0
                && length >= 2
                && length <= 5
                && value.substring(dot + 1).chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    static boolean isPlaceholder(String value) {
        return isTemplate(value) || containsAny(value, FILLINGS);
    }

    private static boolean containsAny(String value, String[] parts) {
        if (value.length() > MAX_PLACEHOLDER) {
            return false;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        for (String part : parts) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** A place to fill in, a word of a schema, a reference; not what could be a bad password. */
    private static boolean isTemplate(String value) {
        String lower = value.length() <= MAX_PLACEHOLDER ? value.toLowerCase(Locale.ROOT) : "";
        if (WORDS.contains(lower) || value.startsWith("$") || value.startsWith("%") && value.endsWith("%")) {
            return true;
        }
        return containsAny(value, TEMPLATES)
                || isOneChar(value)
                || value.startsWith("%s")
                || value.startsWith("<") && value.indexOf('>') > 0
                || value.startsWith("ENC[")
                || value.startsWith("{") && value.endsWith("}");
    }

    private static boolean isOneChar(String value) {
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) != value.charAt(0)) {
                return false;
            }
        }
        return true;
    }

    /** Code that names where the secret comes from: {@code config.password}, {@code getenv("X")}, {@code props[i]}. */
    private static boolean isReference(String value, Assignment.Form form) {
        if (form == Assignment.Form.ELEMENT) {
            return false;
        }
        if (value.indexOf('(') >= 0 || value.startsWith("[") || value.startsWith("{") || value.startsWith("&")) {
            return true;
        }
        if (form == Assignment.Form.CODE && isIdentifier(value, 0) || value.startsWith("!") && isIdentifier(value, 1)) {
            return true;
        }
        if (isCommandlet(value)) {
            return true;
        }
        boolean path = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.' || c == '[' || c == ':' || c == '>') {
                path = true;
            } else if (Chars.digit(c) || !Chars.word(c) && c != ']' && c != '-') {
                return false;
            }
        }
        return path;
    }

    /** {@code Read-Host}: a verb and a noun, as PowerShell names its commands. */
    private static boolean isCommandlet(String value) {
        int dash = value.indexOf('-');
        return dash > 2
                && Chars.upper(value.charAt(0))
                && Chars.upper(Chars.at(value, dash + 1))
                && isIdentifier(value.replace("-", ""), 0);
    }

    private static boolean isIdentifier(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (!Chars.letter(value.charAt(i)) && value.charAt(i) != '_') {
                return false;
            }
        }
        return value.length() > from;
    }

    /** Words joined by signs or camel case, no digits: an identifier, not a random string. */
    static boolean isWords(String value) {
        if (value.length() > MAX_WORDS) {
            return false;
        }
        int longWords = 0;
        for (String word : SecretName.words(value)) {
            if (word.length() < 3) {
                return false;
            }
            if (hasDigit(word) || !hasVowel(word)) {
                return false;
            }
            longWords++;
        }
        return longWords > 1;
    }

    /** The share of chars that stand in words of four letters or more with a vowel. */
    private static double wordShare(String value) {
        int inWords = 0;
        for (String word : SecretName.words(value)) {
            if (word.length() >= 4 && !hasDigit(word) && hasVowel(word)) {
                inWords += word.length();
            }
        }
        return (double) inWords / value.length();
    }

    private static boolean hasVowel(String word) {
        for (int i = 0; i < word.length(); i++) {
            if ("aeiouyAEIOUY".indexOf(word.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVersion(String value) {
        int dot = value.lastIndexOf('.');
        boolean numbered = dot > 1
                && dot < value.length() - 1
                && Chars.digit(value.charAt(dot + 1))
                && Chars.digit(value.charAt(dot - 1));
        return value.contains("SNAPSHOT")
                || numbered && value.length() < 48 && isDigitsAndDots(value.substring(value.lastIndexOf('-') + 1));
    }

    private static boolean isDigitsAndDots(String value) {
        for (int i = value.startsWith("v") ? 1 : 0; i < value.length(); i++) {
            if (!Chars.digit(value.charAt(i)) && value.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    /** Letters and digits that are no words with a number: {@code x7fQ-2b}, not {@code sha256}, {@code 12-digit}, {@code v1.2}. */
    private static boolean isScrambled(String value) {
        return value.length() >= 6
                && value.length() <= MAX_WORDS
                && hasDigit(value)
                && hasLetter(value)
                && isTokenText(value)
                && !isWordAndNumber(value)
                && !isNumbered(value)
                && !isVersion(value)
                && !isFile(value)
                && !isUuid(value)
                && wordShare(value) < 0.6;
    }

    private static boolean isWordAndNumber(String value) {
        int i = 0;
        while (Chars.letter(Chars.at(value, i))) {
            i++;
        }
        while (Chars.digit(Chars.at(value, i))) {
            i++;
        }
        return i == value.length();
    }

    /**
     * What a generator of passwords makes: letters of both cases and digits in no order, so that most chars differ in kind
     * from the one before. Words joined by case change kind every four chars or so.
     */
    static boolean isGenerated(String value) {
        if (value.length() < MIN_GENERATED || value.length() > MAX_WORDS || !isTokenText(value)) {
            return false;
        }
        int kinds = 0;
        int changes = 0;
        int before = -1;
        for (int i = 0; i < value.length(); i++) {
            int kind = kind(value.charAt(i));
            kinds |= 1 << kind;
            changes += before >= 0 && kind != before ? 1 : 0;
            before = kind;
        }
        return (kinds & 7) == 7
                && changes >= 0.4 * (value.length() - 1)
                && !isVersion(value)
                && !isFile(value)
                && wordShare(value) < 0.5;
    }

    private static int kind(char c) {
        return Chars.digit(c) ? 0 : Chars.upper(c) ? 1 : Chars.letter(c) ? 2 : 3;
    }

    static boolean isUuid(String value) {
        return value.length() == 36
                && value.charAt(8) == '-'
                && value.charAt(13) == '-'
                && value.charAt(18) == '-'
                && value.charAt(23) == '-';
    }

    private static boolean isTokenText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Chars.word(c) && "-+/=.~!@#$%^&*".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean hasDigit(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Chars.digit(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLetter(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Chars.letter(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasSymbol(String value) {
        for (int i = 0; i < value.length(); i++) {
            if ("!@#$%^&*+=~".indexOf(value.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
