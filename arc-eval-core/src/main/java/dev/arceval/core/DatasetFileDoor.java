package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.core.curate.DatasetCodec;
import dev.arceval.core.curate.DatasetFormatException;
import dev.arceval.eval.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes dataset files. */
final class DatasetFileDoor {

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
            throw new ArcEvalException(String.valueOf(malformed.getMessage()), malformed);
        }
    }

    static void write(Dataset dataset, Path file) {
        byte[] lines = DatasetCodec.encode(dataset);
        WholeFile.write(file, out -> out.write(lines));
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
