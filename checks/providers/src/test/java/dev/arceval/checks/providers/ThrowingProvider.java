package dev.arceval.checks.providers;

/** A provider whose own set-up fails. */
public final class ThrowingProvider extends UnusedProvider {

    static final String REASON = "the database driver is from the wrong century";

    public ThrowingProvider() {
        throw new IllegalStateException(REASON);
    }
}
