package dev.arceval;

import dev.arceval.eval.Dataset;
import java.nio.file.Path;

/**
 * Reads and writes datasets as JSON Lines made to be kept in git: one case a line, in order of id, keys in a fixed order.
 *
 * @since 0.1
 */
public final class DatasetFiles {

    private DatasetFiles() {}

    /**
     * Reads a dataset. Its name is the file's name without ending.
     *
     * @throws ArcEvalException if the file cannot be read or a line is no case; the message names file and line
     */
    public static Dataset read(Path file) {
        return Implementation.get().readDataset(file);
    }

    /**
     * Writes a dataset, replacing the file in one step: it never holds half a dataset.
     *
     * @throws ArcEvalException if the file cannot be written
     */
    public static void write(Dataset dataset, Path file) {
        Implementation.get().writeDataset(dataset, file);
    }
}
