package dev.arceval.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named list of evaluation cases, in order of case id.
 *
 * @param name what the dataset is called; the file's name without ending where it was read from a file
 * @param cases the cases; ids are unique
 * @since 0.1
 */
public record Dataset(String name, List<EvalCase> cases) {

    public Dataset {
        if (name.isBlank()) {
            throw new IllegalArgumentException("dataset name must not be blank");
        }
        Set<String> ids = new HashSet<>();
        for (EvalCase evalCase : cases) {
            if (!ids.add(evalCase.id())) {
                throw new IllegalArgumentException("dataset " + name + " holds case " + evalCase.id() + " twice");
            }
        }
        cases = cases.stream()
                .sorted((one, two) -> one.id().compareTo(two.id()))
                .toList();
    }

    /** Returns the case with this id. */
    public Optional<EvalCase> find(String id) {
        return cases.stream().filter(evalCase -> evalCase.id().equals(id)).findFirst();
    }

    public int size() {
        return cases.size();
    }

    public boolean isEmpty() {
        return cases.isEmpty();
    }
}
