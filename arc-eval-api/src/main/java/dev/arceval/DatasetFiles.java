package dev.arceval;

import dev.arceval.eval.Dataset;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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

    /**
     * Writes a dataset in the format of another tool, replacing the file in one step. Where that format takes metadata, all of a
     * case travels in it, so that {@link #importFrom} brings everything back with what was changed there.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="exchange"}
     *
     * @return what the other tool does not see, with the number of cases; empty if it sees all
     * @throws ArcEvalException if the file cannot be written
     */
    public static Map<String, Integer> exportTo(Dataset dataset, Format format, Path file) {
        return Implementation.get().exportDataset(dataset, format, file);
    }

    /**
     * Reads a dataset that another tool wrote, or that {@link #exportTo} wrote for it. Its name is the file's name without
     * ending. Records that are no case are left out and counted.
     *
     * @throws ArcEvalException if the file cannot be read or is not in the format
     */
    public static Imported importFrom(Path file, Format format) {
        return Implementation.get().importDataset(file, format);
    }

    /** A format of another tool. */
    public enum Format {
        /** An eval set of Google ADK, {@code .evalset.json}. It has no place for metadata: what it does not know is lost. */
        ADK,
        /** A list of tests of promptfoo, for {@code tests: file://NAME.json}. */
        PROMPTFOO,
        /** Examples of LangSmith, JSON Lines. */
        LANGSMITH,
        /** Dataset items of Langfuse, JSON Lines. */
        LANGFUSE,
        /** Rows of OpenAI Evals, JSON Lines of {@code item}. */
        OPENAI,
        /** The upload of a Phoenix dataset. */
        PHOENIX,
        /** Rows of an MLflow evaluation dataset, JSON Lines. */
        MLFLOW,
        /** Goldens of DeepEval. */
        DEEPEVAL,
        /** A dataset of Dokimos. */
        DOKIMOS,
        /** A table. Cells that a spreadsheet would take for formulas are marked as text. */
        CSV
    }

    /**
     * A dataset that came from another tool.
     *
     * @param losses what was left out, with how often
     */
    public record Imported(Dataset dataset, Map<String, Integer> losses) {

        public Imported {
            losses = Collections.unmodifiableMap(new TreeMap<>(losses));
        }
    }
}
