package dev.arceval.trace;

import java.util.function.Function;

/**
 * A thing that is given an input and returns an answer, calling models and tools on its way.
 *
 * <p>An agent is also a {@link Function}, so a traced agent fits wherever the plain one did.
 *
 * @param <I> what the agent is asked
 * @param <O> what it answers
 * @since 0.1
 */
@FunctionalInterface
public interface Agent<I, O> extends Function<I, O> {

    /** Answers one input. Exceptions are the agent's own and reach the caller untouched. */
    O run(I input);

    @Override
    default O apply(I input) {
        return run(input);
    }
}
