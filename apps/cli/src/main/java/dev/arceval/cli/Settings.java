package dev.arceval.cli;

import java.util.Optional;

/** What the process was told from outside. */
final class Settings {

    private Settings() {}

    /** Returns the system property, else the variable; blank is nothing. */
    static Optional<String> of(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return Optional.ofNullable(value).map(String::trim).filter(text -> !text.isEmpty());
    }
}
