package dev.arceval.eval;

import dev.arceval.trace.Step;
import java.util.List;

/** The steps of one kind among all. */
final class Steps {

    private Steps() {}

    static <S extends Step> List<S> of(Class<S> kind, List<? extends Step> steps) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
