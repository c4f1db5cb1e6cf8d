package dev.arceval.eval;

import java.util.Set;

/**
 * When a live call of a tool or model is the recorded one, and so gets the recorded answer. Whatever the policy, the second
 * call that is the same gets the second recorded answer, and when those are used up, the last again.
 *
 * @since 0.1
 */
public sealed interface CallPolicy {

    /** The same tool with the same arguments as JSON; of a model, the same messages. The default. */
    record Strict() implements CallPolicy {}

    /**
     * As strict, but these parts do not count.
     *
     * @param parts of a tool's arguments: names of fields at any depth such as {@code requestId}, or paths such as {@code
     *     $.filter.since} or {@code $.items[*].id}, with all that is below; of a model's messages: roles such as {@code
     *     system}; at least one
     */
    record Ignoring(Set<String> parts) implements CallPolicy {
        public Ignoring {
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("parts to ignore must not be empty");
            }
            parts = Set.copyOf(parts);
        }
    }

    /**
     * As strict, but values that change from run to run count by their form alone: UUIDs and other ids without a meaning,
     * dates and times, numbers of ten digits and more.
     */
    record VolatileMasked() implements CallPolicy {}

    /** Arguments or messages do not count: the first call gets the first recorded answer, the second the second. */
    record AnyArguments() implements CallPolicy {}

    /** The call goes to the real tool or model. */
    record Live() implements CallPolicy {}

    /** The call must not be made: it fails, even if it was recorded. */
    record Refused() implements CallPolicy {}

    static CallPolicy strict() {
        return new Strict();
    }

    /** Returns the policy under which these fields, paths or roles do not count. */
    static CallPolicy ignoring(String... parts) {
        return new Ignoring(Set.of(parts));
    }

    static CallPolicy volatileMasked() {
        return new VolatileMasked();
    }

    static CallPolicy anyArguments() {
        return new AnyArguments();
    }

    static CallPolicy live() {
        return new Live();
    }

    static CallPolicy refused() {
        return new Refused();
    }
}
