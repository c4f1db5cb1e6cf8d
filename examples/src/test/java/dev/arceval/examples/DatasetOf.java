package dev.arceval.examples;

import dev.arceval.DatasetFiles;
import dev.arceval.eval.Dataset;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Datasets beside these tests. */
final class DatasetOf {

    private DatasetOf() {}

    static Dataset resource(String name) {
        try {
            return DatasetFiles.read(Path.of(
                    Objects.requireNonNull(DatasetOf.class.getResource(name)).toURI()));
        } catch (URISyntaxException broken) {
            throw new IllegalStateException(name, broken);
        }
    }
}
