package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.DatasetFiles;
import dev.arceval.core.bridge.Bridges;
import dev.arceval.core.curate.DatasetCodec;
import dev.arceval.core.curate.DatasetFormatException;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads and writes dataset files. */
final class DatasetFileDoor {

    private static final Bridges BRIDGES = new Bridges(DatasetFileDoor::line, DatasetFileDoor::evalCase);

    private DatasetFileDoor() {}

    static Dataset read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ArcEvalException(file + " is a directory: name a dataset file");
        }
        try {
            return DatasetCodec.decode(name(file), file.toString(), Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        } catch (DatasetFormatException malformed) {
            throw Refusal.of(file, String.valueOf(malformed.getMessage()));
        }
    }

    static void write(Dataset dataset, Path file) {
        byte[] lines = DatasetCodec.encode(dataset);
        WholeFile.write(file, out -> out.write(lines));
    }

    static Map<String, Integer> exportTo(Dataset dataset, DatasetFiles.Format format, Path file) {
        Bridges.Written written = BRIDGES.write(dataset, name(format));
        byte[] bytes = written.text().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, out -> out.write(bytes));
        return Collections.unmodifiableMap(written.losses());
    }

    static DatasetFiles.Imported importFrom(Path file, DatasetFiles.Format format) {
        try {
            Bridges.Read read = BRIDGES.read(name(file), Files.readString(file), name(format));
            return ImportRedaction.of(read.dataset(), read.losses());
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        } catch (Bridges.Malformed malformed) {
            throw Refusal.of(file, String.valueOf(malformed.getMessage()));
        }
    }

    /** Returns the case as a line of JSON. */
    static String line(EvalCase evalCase) {
        return new String(DatasetCodec.encode(new Dataset("case", List.of(evalCase))), StandardCharsets.UTF_8).strip();
    }

    /** What somebody made of a line there may be no case any more; then only what that tool shows of it counts. */
    static Optional<EvalCase> evalCase(String line) {
        try {
            return DatasetCodec.decode("case", "case", line.getBytes(StandardCharsets.UTF_8)).cases().stream()
                    .findFirst();
        } catch (DatasetFormatException malformed) {
            return Optional.empty();
        }
    }

    private static String name(DatasetFiles.Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
