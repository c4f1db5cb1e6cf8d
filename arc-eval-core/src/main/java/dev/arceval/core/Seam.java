package dev.arceval.core;

import dev.arceval.core.replay.Mutations;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent's behaviour is changed on its way to the recording: at one tool call.
 *
 * @param call the number of the call, from 0; -1 for none
 * @param change what happens to it
 */
record Seam(int call, Change change) {

    static final Seam NONE = new Seam(-1, Change.NOTHING);

    enum Change {
        NOTHING,
        OTHER_ARGUMENTS,
        NO_ERROR
    }

    /** Returns the arguments to look up. */
    @Nullable
    String arguments(int number, @Nullable String arguments) {
        return number == call && change == Change.OTHER_ARGUMENTS
                ? Mutations.otherArguments(arguments).orElse(arguments)
                : arguments;
    }

    boolean ignoresError(int number) {
        return number == call && change == Change.NO_ERROR;
    }
}
