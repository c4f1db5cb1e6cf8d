package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.RecordedModel.RecordedModelException;
import dev.arceval.RecordedTools.RecordedToolException;
import dev.arceval.core.json.ErrorText;
import java.lang.reflect.Constructor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a recorded failure an exception again, so that an agent handles it as it did: one of the recorded class where that is
 * an exception on the class path that can be made of a message alone. A class that is no exception is not initialised.
 */
final class RecordedFailure {

    private RecordedFailure() {}

    /** Returns the exception; what {@code otherwise} makes if the recorded class is of no use. */
    static Exception of(String error, Function<String, ? extends ArcEvalException> otherwise) {
        Exception same = same(error);
        return same == null ? otherwise.apply(error) : same;
    }

    /** Returns the exception if it need not be declared; what {@code otherwise} makes if not. */
    static RuntimeException unchecked(String error, Function<String, ? extends ArcEvalException> otherwise) {
        return same(error) instanceof RuntimeException same ? same : otherwise.apply(error);
    }

    /** Returns the class name of the error; of a recorded failure that an agent let through, the recorded one. */
    static String type(Throwable error) {
        String recorded = recorded(error);
        return recorded == null ? ErrorText.type(error) : type(recorded);
    }

    /** Returns the message of the error; of a recorded failure that an agent let through, the recorded one. */
    static @Nullable String message(Throwable error) {
        String recorded = recorded(error);
        return recorded == null ? ErrorText.message(error) : message(recorded);
    }

    private static @Nullable String recorded(Throwable error) {
        return error instanceof RecordedToolException || error instanceof RecordedModelException
                ? ErrorText.message(error)
                : null;
    }

    private static String type(String error) {
        int colon = error.indexOf(": ");
        return colon < 0 ? error : error.substring(0, colon);
    }

    private static @Nullable String message(String error) {
        int colon = error.indexOf(": ");
        return colon < 0 ? null : error.substring(colon + 2);
    }

    private static @Nullable Exception same(String error) {
        String type = type(error);
        if (type.indexOf('.') < 0) {
            return null;
        }
        try {
            Class<?> found = Class.forName(type, false, loader());
            if (!Exception.class.isAssignableFrom(found)) {
                return null;
            }
            Constructor<?> ofMessage = found.getDeclaredConstructor(String.class);
            return ofMessage.trySetAccessible() ? (Exception) ofMessage.newInstance(message(error)) : null;
        } catch (ReflectiveOperationException | LinkageError notMade) {
            return null;
        }
    }

    private static @Nullable ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? RecordedFailure.class.getClassLoader() : ofThread;
    }
}
