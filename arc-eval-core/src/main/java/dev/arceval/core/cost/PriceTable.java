package dev.arceval.core.cost;

import dev.arceval.trace.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model: those that come with the library, each with its source and date, and those of the user, which go first.
 * Immutable.
 *
 * <p>A file has a line a price, as {@code prices.csv} of this package explains; {@code #} starts a comment, the heading may
 * be left out, and source and date may be empty.
 */
public final class PriceTable {

    private static final String HEADING = "provider,model,input,cached,cacheWrite,output,upTo,source,date";
    private static final int COLUMNS = 9;

    /** The date of a snapshot at the end of a model's name. */
    private static final Pattern SNAPSHOT = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8})$");

    private final Map<String, List<Price>> prices;

    private PriceTable(Map<String, List<Price>> prices) {
        this.prices = prices;
    }

    /** Returns the prices that come with the library. */
    public static PriceTable standard() {
        return Standard.TABLE;
    }

    private static final class Standard {

        static final PriceTable TABLE = read();

        private static PriceTable read() {
            InputStream data = Objects.requireNonNull(PriceTable.class.getResourceAsStream("prices.csv"));
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(data, StandardCharsets.UTF_8))) {
                return new PriceTable(Map.of()).with(parse("prices.csv", lines));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /**
     * Returns this table with the prices of {@code file} before its own.
     *
     * @throws IllegalArgumentException if the file is not there or a line is no price
     */
    public PriceTable with(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return with(parse(file.toString(), lines));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("prices cannot be read: " + file, unreadable);
        }
    }

    /** Returns this table with {@code added}, in place of what it says of these models. */
    public PriceTable with(List<Price> added) {
        Map<String, List<Price>> newer = new HashMap<>();
        added.forEach(price ->
                newer.computeIfAbsent(price.model(), model -> new ArrayList<>()).add(price));
        Map<String, List<Price>> all = new HashMap<>(prices);
        all.putAll(newer);
        return new PriceTable(all);
    }

    /**
     * Returns the price of a call.
     *
     * @param provider who is paid; null if the trace does not say
     * @param inputTokens how much is sent: some models are dearer for more
     */
    public Optional<Price> find(@Nullable String provider, String model, long inputTokens) {
        List<Price> found = prices.get(model);
        if (found == null) {
            found = prices.getOrDefault(SNAPSHOT.matcher(model).replaceFirst(""), List.of());
        }
        return found.stream()
                .filter(price -> price.isOf(provider) && inputTokens <= price.upToTokens())
                .findFirst();
    }

    /** Returns what a call costs whose provider nobody names; empty if there is no price for it, or not for all of it. */
    public OptionalDouble cost(String model, Usage usage) {
        Long input = usage.inputTokens();
        Optional<Price> price = input == null ? Optional.empty() : find(null, model, input);
        return price.isPresent() ? price.get().of(usage) : OptionalDouble.empty();
    }

    private static List<Price> parse(String name, BufferedReader lines) throws IOException {
        List<Price> prices = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#") && !line.equals(HEADING)) {
                prices.add(price(name + ":" + number, line.split(",", -1)));
            }
        }
        return prices;
    }

    private static Price price(String where, String[] cells) {
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException(
                    where + ": a price has " + COLUMNS + " columns (" + HEADING + "): " + cells.length);
        }
        if (cells[1].isBlank()) {
            throw new IllegalArgumentException(where + ": a price needs a model");
        }
        return new Price(
                cells[0].isBlank() ? List.of() : List.of(cells[0].split("\\|")),
                cells[1].trim(),
                required(where, "input", cells[2]),
                amount(where, "cached", cells[3]),
                amount(where, "cacheWrite", cells[4]),
                required(where, "output", cells[5]),
                tokens(where, cells[6]),
                date(where, cells[8].trim()));
    }

    private static double required(String where, String column, String cell) {
        Double amount = amount(where, column, cell);
        if (amount == null) {
            throw new IllegalArgumentException(where + ": a price needs an amount for " + column);
        }
        return amount;
    }

    private static @Nullable Double amount(String where, String column, String cell) {
        if (cell.isBlank()) {
            return null;
        }
        try {
            double amount = Double.parseDouble(cell.trim());
            if (amount >= 0 && Double.isFinite(amount)) {
                return amount;
            }
        } catch (NumberFormatException malformed) {
            // Said below, with the place.
        }
        throw new IllegalArgumentException(where + ": " + column + " must be an amount of dollars: " + cell.trim());
    }

    private static long tokens(String where, String cell) {
        if (cell.isBlank()) {
            return Long.MAX_VALUE;
        }
        try {
            long tokens = Long.parseLong(cell.trim());
            if (tokens > 0) {
                return tokens;
            }
        } catch (NumberFormatException malformed) {
            // Said below, with the place.
        }
        throw new IllegalArgumentException(where + ": upTo must be a number of tokens: " + cell.trim());
    }

    private static String date(String where, String cell) {
        if (cell.isEmpty() || isDate(cell)) {
            return cell;
        }
        throw new IllegalArgumentException(where + ": date must be like 2026-01-31: " + cell);
    }

    /** Without a formatter, which takes longer to load than all prices to read. */
    private static boolean isDate(String cell) {
        String[] parts = cell.split("-");
        try {
            return parts.length == 3
                    && LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
                            .toString()
                            .equals(cell);
        } catch (DateTimeException | NumberFormatException malformed) {
            return false;
        }
    }
}
