package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Judges the name of a field, variable, header or option: how likely is what it names a secret?
 *
 * <p>A name is split into words ({@code dbPassword}, {@code X-Api-Key}, {@code NEXT_PAGE_TOKEN}) and read from its end, as
 * people do: the last word that matters says what it is ({@code password_reset_url} is a URL), the words before it say of
 * which sort ({@code max_tokens} is a count, {@code api_key} opens doors, {@code sort_key} does not).
 */
final class SecretName {

    /** How much the name alone says. */
    enum Strength {
        /** Not a secret. */
        NONE,
        /** Only a value that looks random is one: {@code key}, {@code signature}. */
        WEAK,
        /** A value that could be a credential is one: {@code api_key}, {@code token}. */
        TOKEN,
        /** Any value is one: {@code password}. */
        PASSWORD
    }

    /** The stems to look for in a text; whatever {@link #strengthOf} accepts contains one of them. */
    static final List<String> STEMS = List.of(
            "passw",
            "passphrase",
            "passcode",
            "pass",
            "pwd",
            "pswd",
            "pw",
            "secret",
            "token",
            "key",
            "auth",
            "credential",
            "cookie",
            "sessid",
            "sessionid",
            "bearer",
            "cvv",
            "cvc",
            "sig",
            "jwt",
            "salt",
            "webhook",
            "connectionstring",
            "connection_string",
            "creds",
            "encrypted",
            "sas",
            "psk",
            "rootpw",
            "community");

    private static final Set<String> PASSWORDS = Set.of(
            "password",
            "passwords",
            "passwd",
            "passwort",
            "pwd",
            "pswd",
            "pass",
            "passphrase",
            "passcode",
            "cvv",
            "cvc",
            "cvv2",
            "userpass",
            "dbpass",
            "rootpass",
            "storepass",
            "keypass",
            "userpassword",
            "dbpassword",
            "mypassword",
            "adminpassword",
            "rootpassword",
            "passwrd",
            "requirepass",
            "masterauth",
            "adminpass",
            "mysqlpass",
            "sqlpass",
            "smtppass",
            "mailpass",
            "emailpass",
            "ftppass",
            "sshpass",
            "proxypass",
            "authpass",
            "psk",
            "rootpw",
            "rocommunity",
            "rwcommunity");

    private static final Set<String> TOKENS = Set.of(
            "token",
            "secret",
            "authorization",
            "bearer",
            "apikey",
            "secretkey",
            "privatekey",
            "accesskey",
            "authkey",
            "authtoken",
            "accesstoken",
            "apitoken",
            "apisecret",
            "clientsecret",
            "cookie",
            "jwt",
            "accountkey",
            "masterkey",
            "sharedkey",
            "sessiontoken",
            "refreshtoken",
            "connectionstring",
            "sharedaccesskey",
            "jsessionid",
            "phpsessid",
            "sas",
            "sastoken",
            "authcode",
            "webhooksecret",
            "appkey",
            "appsecret",
            "usertoken",
            "mytoken",
            "bottoken",
            "authtok",
            "pw",
            "community");

    private static final Set<String> WEAK = Set.of(
            "key",
            "auth",
            "tokens",
            "secrets",
            "credential",
            "credentials",
            "creds",
            "signature",
            "sig",
            "salt",
            "cookies",
            "keys");

    private static final Set<String> KEY_QUALIFIERS = Set.of(
            "api",
            "access",
            "secret",
            "private",
            "auth",
            "encryption",
            "signing",
            "master",
            "account",
            "shared",
            "license",
            "licence",
            "service",
            "session",
            "deploy",
            "storage",
            "subscription",
            "app",
            "application",
            "client",
            "consumer",
            "admin",
            "write",
            "read",
            "root",
            "security",
            "crypto",
            "aes",
            "hmac",
            "ingest",
            "decryption",
            "host",
            "function",
            "token",
            "personal",
            "rest",
            "integration",
            "server",
            "project",
            "ssh",
            "rsa",
            "pem",
            "symmetric",
            "recovery",
            "webhook",
            "instrumentation",
            "provisioning");

    /** Words before token or key that make it something else. */
    private static final Set<String> HARMLESS_QUALIFIERS = Set.of(
            "max",
            "min",
            "input",
            "output",
            "total",
            "prompt",
            "completion",
            "next",
            "page",
            "previous",
            "prev",
            "continuation",
            "num",
            "count",
            "special",
            "eos",
            "bos",
            "pad",
            "unk",
            "sep",
            "mask",
            "cls",
            "stop",
            "reasoning",
            "cached",
            "cache",
            "usage",
            "per",
            "audio",
            "image",
            "thinking",
            "remaining",
            "estimated",
            "design",
            "lexer",
            "syntax",
            "primary",
            "foreign",
            "public",
            "pub",
            "sort",
            "partition",
            "object",
            "map",
            "hash",
            "index",
            "idempotency",
            "dedup",
            "row",
            "column",
            "lookup",
            "bucket",
            "group",
            "translation",
            "registry",
            "hot",
            "issue",
            "resource",
            "no",
            "without",
            "missing",
            "invalid",
            "bad",
            "by",
            "is",
            "has",
            "skip",
            "bypass",
            "pickup",
            "routing",
            "schema",
            "message",
            "event",
            "block",
            "param",
            "json",
            "dict",
            "csrf",
            "xsrf",
            "authenticity",
            "jsonweb");

    /** Words after the word that matters which leave it what it is. */
    private static final Set<String> TAILS = Set.of(
            "value",
            "val",
            "string",
            "str",
            "base",
            "base64",
            "b64",
            "hash",
            "text",
            "plain",
            "plaintext",
            "env",
            "prod",
            "production",
            "dev",
            "test",
            "staging",
            "live",
            "sandbox",
            "new",
            "old",
            "current",
            "default",
            "header",
            "data",
            "raw",
            "enc",
            "encrypted",
            "confirm",
            "confirmation",
            "repeat",
            "again",
            "hex",
            "password",
            "crypt",
            "md5",
            "sha1",
            "sha256",
            "bytes",
            "backup",
            "primary",
            "secondary",
            "a",
            "b");

    private SecretName() {}

    static Strength strengthOf(String name) {
        List<String> words = words(name);
        int last = words.size() - 1;
        while (last > 0 && isTail(words.get(last)) && !PASSWORDS.contains(words.get(last))) {
            last--;
        }
        if (last < 0) {
            return Strength.NONE;
        }
        return strength(words, last);
    }

    private static Strength strength(List<String> words, int last) {
        String word = words.get(last);
        String before = last > 0 ? words.get(last - 1) : "";
        if (PASSWORDS.contains(word)) {
            return isHarmless(words, last) ? Strength.NONE : Strength.PASSWORD;
        }
        if (isHarmless(words, last)) {
            return Strength.NONE;
        }
        if (endsWithPassword(word)) {
            return Strength.PASSWORD;
        }
        if (TOKENS.contains(word) || endsWithToken(word)) {
            return Strength.TOKEN;
        }
        if (word.equals("key") || word.equals("keys")) {
            return KEY_QUALIFIERS.contains(before) ? Strength.TOKEN : Strength.WEAK;
        }
        if (word.equals("string") && before.equals("connection")) {
            return Strength.TOKEN;
        }
        return WEAK.contains(word) || words.contains("encrypted") ? Strength.WEAK : Strength.NONE;
    }

    /** Names written without any sign of where a word ends: {@code MYAPITOKEN}, {@code gitlabtoken}. */
    private static boolean endsWithToken(String word) {
        return word.length() > 5 && (word.endsWith("token") || word.endsWith("secret") || word.endsWith("apikey"));
    }

    private static boolean endsWithPassword(String word) {
        return word.endsWith("password")
                || word.endsWith("passwd")
                || word.endsWith("passphrase")
                || word.endsWith("pwd");
    }

    private static boolean isHarmless(List<String> words, int last) {
        return last > 0 && HARMLESS_QUALIFIERS.contains(words.get(last - 1))
                || last > 1 && words.get(last - 2).equals("public");
    }

    private static boolean isTail(String word) {
        return TAILS.contains(word) || Chars.digit(word.charAt(0));
    }

    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean separator = i == name.length() || !Chars.alphanumeric(name.charAt(i));
            if (separator || i > start && breaksBefore(name, i)) {
                if (i > start) {
                    words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                }
                start = separator ? i + 1 : i;
            }
        }
        return words;
    }

    /** {@code dbPassword}, {@code AWSSecret}, {@code key2}: where camel case or a digit starts a word. */
    private static boolean breaksBefore(String name, int i) {
        char before = name.charAt(i - 1);
        char here = name.charAt(i);
        char after = Chars.at(name, i + 1);
        return Chars.upper(here) && !Chars.upper(before)
                || Chars.upper(before) && Chars.upper(here) && Chars.letter(after) && !Chars.upper(after)
                || Chars.digit(here) && !Chars.digit(before);
    }
}
