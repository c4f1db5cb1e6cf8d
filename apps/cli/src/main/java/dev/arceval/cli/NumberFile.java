package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A series of numbers in a file: one a line, a column of CSV with a header, or an array in JSON. */
final class NumberFile {

    private static final int MOST = 1_000_000;
    private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");

    private NumberFile() {}

    /**
     * Reads the numbers, oldest first.
     *
     * @throws ArcEvalException if the file cannot be read; the message says in which line
     */
    static double[] read(Path file, @Nullable String column) {
        try {
            List<String> lines = Files.readAllLines(file);
            String first = lines.stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElse("");
            boolean json = first.startsWith("[") || first.startsWith("{");
            List<Double> values =
                    json ? NumberArrays.read(file, String.join("\n", lines), column) : column(file, lines, column);
            if (values.size() > MOST) {
                throw new ArcEvalException(file + " has more than " + MOST + " numbers");
            }
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        } catch (NoSuchFileException missing) {
            throw new ArcEvalException(file + ": no such file", missing);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + failed.getMessage(), failed);
        }
    }

    private static List<Double> column(Path file, List<String> lines, @Nullable String column) {
        List<Double> values = new ArrayList<>();
        int at = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> cells =
                    Arrays.stream(SEPARATOR.split(line, -1)).map(String::strip).toList();
            if (at < 0) {
                at = column == null ? cells.size() - 1 : cells.indexOf(column);
                if (at < 0) {
                    throw new ArcEvalException(
                            file + ":" + (i + 1) + ": no column \"" + column + "\"; there are: " + shown(cells));
                }
                if (column != null || !isNumber(cells.get(at))) {
                    continue;
                }
            }
            if (at >= cells.size()) {
                throw new ArcEvalException(file + ":" + (i + 1) + ": has only " + cells.size() + " columns");
            }
            if (!cells.get(at).isEmpty()) {
                values.add(number(file, i, cells.get(at)));
            }
        }
        return values;
    }

    /** Names that stand in a file, which may be anything, as they may be said. */
    static String shown(Collection<String> names) {
        return Redaction.balanced().masking().redact(String.join(", ", names));
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException header) {
            return false;
        }
    }

    private static double number(Path file, int line, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw new ArcEvalException(file + ":" + (line + 1) + ": not a number");
        }
        throw new ArcEvalException(file + ":" + (line + 1) + ": not a finite number");
    }
}
