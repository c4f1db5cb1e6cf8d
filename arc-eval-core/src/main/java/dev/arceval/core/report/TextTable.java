package dev.arceval.core.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart. A column is as wide as its widest cell. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final String rightAligned;

    /** @param alignment a letter for each column: {@code l} for left, {@code r} for right */
    TextTable(String alignment, String... header) {
        this.rightAligned = alignment;
        row(header);
    }

    void row(String... cells) {
        if (cells.length != rightAligned.length()) {
            throw new IllegalArgumentException("expected " + rightAligned.length() + " cells: " + cells.length);
        }
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int[] widths = new int[rightAligned.length()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - length(row.get(i)));
                line.append(i == 0 ? "" : "  ");
                line.append(rightAligned.charAt(i) == 'r' ? gap + row.get(i) : row.get(i) + gap);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
