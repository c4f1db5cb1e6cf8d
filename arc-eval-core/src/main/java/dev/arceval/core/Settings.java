package dev.arceval.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Options from system properties and the environment. A property wins over a variable; a value that is there but makes no
 * sense is refused, never ignored.
 */
final class Settings {

    private static final long MAX_RETENTION_DAYS = 36_500;

    private final Function<String, @Nullable String> properties;
    private final Function<String, @Nullable String> environment;

    Settings(Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    static Settings ofProcess() {
        return new Settings(System::getProperty, System::getenv);
    }

    Optional<Duration> retention() {
        return setting("arceval.retention.days", "TRACE_RETENTION_DAYS")
                .map(setting -> Duration.ofDays(setting.wholeNumber(1, MAX_RETENTION_DAYS)));
    }

    Optional<Integer> minPatternFrequency() {
        return setting("arceval.min.pattern.frequency", "MIN_PATTERN_FREQUENCY")
                .map(setting -> (int) setting.wholeNumber(1, Integer.MAX_VALUE));
    }

    Optional<Double> minQuality() {
        return setting("arceval.min.quality.score", "MIN_QUALITY_SCORE").map(Setting::share);
    }

    Optional<Long> seed() {
        return setting("arceval.seed", "ARC_EVAL_SEED")
                .map(setting -> setting.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    Optional<String> redaction() {
        return setting("arceval.redaction", "ARC_EVAL_REDACTION").map(Setting::value);
    }

    Optional<Path> redactionRules() {
        return setting("arceval.redaction.rules", "ARC_EVAL_REDACTION_RULES").map(setting -> Path.of(setting.value()));
    }

    Optional<Path> prices() {
        return setting("arceval.prices", "ARC_EVAL_PRICES").map(setting -> Path.of(setting.value()));
    }

    /** Returns the store as a URI, or a directory for the default kind. */
    Optional<String> store() {
        return setting("arceval.store", "ARC_EVAL_STORE").map(Setting::value);
    }

    /** Returns whether a store setting names a scheme; one letter before the colon is a drive. */
    static boolean isUri(String store) {
        return store.indexOf(':') > 1;
    }

    /** Returns the directory that a store setting names, if it is one. */
    static Optional<Path> directory(String store) {
        return isUri(store) ? Optional.empty() : Optional.of(Path.of(store));
    }

    private Optional<Setting> setting(String property, String variable) {
        String value = properties.apply(property);
        if (value != null) {
            return Optional.of(new Setting(property, value.trim()));
        }
        value = environment.apply(variable);
        // An empty variable is how shells and CI systems say "not set".
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(new Setting(variable, value.trim()));
    }

    private record Setting(String name, String value) {

        long wholeNumber(long min, long max) {
            try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException malformed) {
                throw refused("must be a whole number", malformed);
            }
            throw refused("must be between " + min + " and " + max, null);
        }

        double share() {
            try {
                double number = Double.parseDouble(value);
                if (number >= 0 && number <= 1) {
                    return number;
                }
            } catch (NumberFormatException malformed) {
                throw refused("must be a number", malformed);
            }
            throw refused("must be between 0 and 1", null);
        }

        private IllegalArgumentException refused(String rule, @Nullable Throwable cause) {
            return new IllegalArgumentException(name + " " + rule + ": " + value, cause);
        }
    }
}
