package dev.arceval.core.bridge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table with a header, as RFC 4180 has it: {@code id,input,expected,trace_id,arc_eval}.
 *
 * <p>A cell that a spreadsheet would take for a formula gets an apostrophe before it; reading takes it away again.
 */
final class CsvBridge implements Bridge {

    private static final List<String> HEADER = List.of("id", "input", "expected", "trace_id", Nodes.WHOLE);
    private static final String FORMULA = "=+-@\t\r";

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.ANYTHING);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        StringBuilder table = new StringBuilder(String.join(",", HEADER)).append("\r\n");
        for (Entry entry : entries) {
            table.append(Stream.of(entry.id(), entry.input(), entry.answer(), entry.traceId(), entry.whole())
                            .map(CsvBridge::cell)
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return table.toString();
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<List<String>> rows = rows(text.startsWith("\ufeff") ? text.substring(1) : text);
        List<Entry> entries = new ArrayList<>();
        if (rows.isEmpty()) {
            return entries;
        }
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            columns.putIfAbsent(rows.get(0).get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        for (List<String> row : rows.subList(1, rows.size())) {
            String input = value(row, columns, "input", "question", "inputs");
            Nodes.add(
                    entries,
                    skipped,
                    value(row, columns, "id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            value(row, columns, "expected", "expected_output", "output", "__expected", "answer"),
                            List.of(),
                            List.of(),
                            value(row, columns, "trace_id"),
                            value(row, columns, Nodes.WHOLE)));
        }
        return entries;
    }

    private static String cell(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean marked = !value.isEmpty() && (value.charAt(0) == '\'' || FORMULA.indexOf(value.charAt(0)) >= 0);
        String safe = marked ? "'" + value : value;
        boolean quoted = value.isEmpty() || safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static @Nullable String value(List<String> row, Map<String, Integer> columns, String... names) {
        for (String name : names) {
            Integer column = columns.get(name);
            if (column != null && column < row.size() && !row.get(column).isEmpty()) {
                String cell = row.get(column);
                boolean safe = cell.length() > 1
                        && cell.charAt(0) == '\''
                        && (FORMULA.indexOf(cell.charAt(1)) >= 0 || cell.charAt(1) == '\'');
                return safe ? cell.substring(1) : cell;
            }
        }
        return null;
    }

    /** Splits a table into cells: quoted ones may hold commas, line ends and doubled quotes. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(end(cell));
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r' || i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                cell.append(c);
            }
        }
        if (!cell.isEmpty() || !row.isEmpty()) {
            row.add(end(cell));
            rows.add(row);
        }
        return rows;
    }

    private static String end(StringBuilder cell) {
        String text = cell.toString();
        cell.setLength(0);
        return text;
    }
}
