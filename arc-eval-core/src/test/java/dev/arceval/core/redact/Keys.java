package dev.arceval.core.redact;

/** Keys for tests. */
final class Keys {

    static final RedactionKey ONE =
            RedactionKey.of("a key for tests, 32 bytes long..".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    static final RedactionKey OTHER =
            RedactionKey.of("another key, also of 32 bytes...".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private Keys() {}
}
