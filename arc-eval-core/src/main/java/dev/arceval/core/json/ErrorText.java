package dev.arceval.core.json;

import org.jspecify.annotations.Nullable;

/** Says what a throwable is without trusting its methods. */
public final class ErrorText {

    /** Longest message kept, in characters: messages that quote a whole response are cut. */
    public static final int MAX_CHARS = 8 * 1024;

    private ErrorText() {}

    /** Returns the name of the throwable's class, as {@link Class#getName()} gives it. */
    public static String type(Throwable error) {
        return error.getClass().getName();
    }

    /** Returns the throwable's message, cut; null if it has none or cannot say it. Never throws. */
    public static @Nullable String message(Throwable error) {
        try {
            String message = error.getMessage();
            return message == null ? null : ValueText.cut(message, MAX_CHARS);
        } catch (Throwable broken) {
            return null;
        }
    }

    /** Returns type and message, joined by a colon where there is a message. */
    public static String of(Throwable error) {
        String message = message(error);
        return message == null ? type(error) : type(error) + ": " + message;
    }
}
