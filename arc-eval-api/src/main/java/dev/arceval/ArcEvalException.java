package dev.arceval;

import org.jspecify.annotations.Nullable;

/**
 * Something that Arc-Eval was asked to do and could not. The message says where and what to do about it; it never quotes
 * recorded content.
 *
 * @since 0.1
 */
public class ArcEvalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArcEvalException(String message) {
        super(message);
    }

    public ArcEvalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
