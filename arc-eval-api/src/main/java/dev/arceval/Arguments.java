package dev.arceval;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two arguments as one, for what is recorded has one input. */
final class Arguments {

    private Arguments() {}

    static List<@Nullable Object> list(@Nullable Object one, @Nullable Object other) {
        return Arrays.asList(one, other);
    }

    /** Returns {@code function} of the list of its arguments. */
    @SuppressWarnings("unchecked") // The list was made by the function's own caller, of A and B.
    static <A, B, R> Function<List<@Nullable Object>, R> of(BiFunction<? super A, ? super B, ? extends R> function) {
        return arguments -> function.apply((A) arguments.get(0), (B) arguments.get(1));
    }
}
