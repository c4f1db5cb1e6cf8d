package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells below a column of passwords: in CSV, in a table drawn with bars or tabs, in {@code INSERT INTO t (name,
 * password) VALUES ('a', 'x'), ('b', 'y')}.
 *
 * <p>Any row that holds what looks like a password says that the column does; then the others go too. Every row is read
 * once, so the whole stays linear.
 */
final class SecretColumns {

    /** A longer line is no header. */
    private static final int MAX_HEADER = 1_024;

    /** More columns of one header that name secrets are not read. */
    private static final int MAX_COLUMNS = 4;

    private static final int MAX_CELL = 512;
    private static final String DELIMITERS = ",;\t|";
    private static final String VALUES = "values";

    private final String text;
    private final Leaks leaks;

    /** The header last read, how many of its columns were, and where its table ends. */
    private int headerStart = -1;

    private int columns;
    private int tableEnd;

    /** Up to where the text was run through for starts of headers, and the one that still holds there, or -1. */
    private int runThrough;

    private int openHeader;

    private int close = -1;

    SecretColumns(String text, Leaks leaks) {
        this.text = text;
        this.leaks = leaks;
    }

    /** Whether the name stands alone between the delimiters of a table or list. */
    static boolean isHeader(String text, int nameStart, int nameEnd) {
        char before = beside(text, nameStart - 1, -1);
        char after = beside(text, nameEnd, 1);
        return (isEdge(before) || before == '(')
                && (isEdge(after) || after == ')')
                && (DELIMITERS.indexOf(before) >= 0 || DELIMITERS.indexOf(after) >= 0);
    }

    /** Reports the cells below a name that {@link #isHeader stands in a header}. */
    void below(int nameStart, int nameEnd, SecretName.Strength strength) {
        int start = headerStart(nameStart);
        if (start < 0 || start < tableEnd && start != headerStart) {
            return;
        }
        char before = beside(text, nameStart - 1, -1);
        char after = beside(text, nameEnd, 1);
        columns = start == headerStart ? columns + 1 : 0;
        headerStart = start;
        if (columns < MAX_COLUMNS) {
            List<int[]> cells = Chars.at(text, start) == '('
                    ? ofInsert(start, nameStart)
                    : ofTable(start, nameStart, before, after);
            report(cells, strength);
        }
    }

    private static boolean isEdge(char c) {
        return c == 0 || c == '\n' || c == '\r' || DELIMITERS.indexOf(c) >= 0;
    }

    /** What stands beside the name, quotes and spaces skipped. */
    private static char beside(String text, int index, int step) {
        int i = index;
        while (isPadding(Chars.at(text, i))) {
            i += step;
        }
        return Chars.at(text, i);
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == '"' || c == '`' || c == '\'' || c == '[' || c == ']';
    }

    /**
     * The start of the line, or the parenthesis that opens a list of columns; -1 if the name is in no header. Names come in
     * order, so that no part of the text is run through twice.
     */
    private int headerStart(int nameStart) {
        while (runThrough < nameStart) {
            char c = text.charAt(runThrough++);
            if (c == '(') {
                openHeader = runThrough - 1;
            } else if (c == '\n') {
                openHeader = runThrough;
            } else if (!isHeaderChar(c)) {
                openHeader = -1;
            }
        }
        return openHeader >= 0 && openHeader <= nameStart && nameStart - openHeader <= MAX_HEADER ? openHeader : -1;
    }

    private static boolean isHeaderChar(char c) {
        return Character.isLetterOrDigit(c)
                || isPadding(c)
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '#'
                || isEdge(c);
    }

    private List<int[]> ofTable(int start, int nameStart, char before, char after) {
        char delimiter = DELIMITERS.indexOf(after) >= 0 ? after : before;
        int end = lineEnd(start);
        List<int[]> header = end - start > MAX_HEADER ? null : cells(start, end, delimiter);
        if (header == null || DELIMITERS.indexOf(delimiter) < 0 || header.size() < 2) {
            return List.of();
        }
        int column = columnOf(header, nameStart);
        List<int[]> found = new ArrayList<>();
        int row = end + 1;
        while (row < text.length()) {
            end = lineEnd(row);
            List<int[]> cells = cells(row, end, delimiter);
            if (cells == null || cells.size() != header.size()) {
                break;
            }
            found.add(cells.get(column));
            row = end + 1;
        }
        tableEnd = Math.max(tableEnd, Math.min(row, text.length()));
        return found;
    }

    private List<int[]> ofInsert(int open, int nameStart) {
        int close = closing(nameStart, open + MAX_HEADER);
        List<int[]> header = close < 0 ? null : cells(open + 1, close, ',');
        int values = header == null ? -1 : skipSpace(close + 1);
        if (header == null || !text.regionMatches(true, values, VALUES, 0, VALUES.length())) {
            return List.of();
        }
        int column = columnOf(header, nameStart);
        List<int[]> found = new ArrayList<>();
        int row = skipSpace(values + VALUES.length());
        while (Chars.at(text, row) == '(') {
            List<int[]> cells = new ArrayList<>();
            int end = tupleEnd(row + 1, cells);
            if (end < 0 || cells.size() != header.size()) {
                break;
            }
            found.add(cells.get(column));
            int next = skipSpace(end + 1);
            row = Chars.at(text, next) == ',' ? skipSpace(next + 1) : text.length();
        }
        tableEnd = Math.max(tableEnd, Math.min(row, text.length()));
        return found;
    }

    /** The next parenthesis that closes, or -1; looked for again only behind the one found last. */
    private int closing(int start, int limit) {
        if (close < start) {
            int found = text.indexOf(')', start);
            close = found < 0 ? text.length() : found;
        }
        return close < Math.min(text.length(), limit) ? close : -1;
    }

    private int skipSpace(int start) {
        int i = start;
        while (Chars.space(Chars.at(text, i))) {
            i++;
        }
        return i;
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    private static int columnOf(List<int[]> header, int nameStart) {
        int column = 0;
        while (column < header.size() - 1 && header.get(column)[1] <= nameStart) {
            column++;
        }
        return column;
    }

    /** Start and end of each cell of a line without its quotes; null where the line is longer than any table's. */
    private @Nullable List<int[]> cells(int start, int end, char delimiter) {
        if (end - start > 4 * MAX_HEADER) {
            return null;
        }
        List<int[]> cells = new ArrayList<>();
        int from = start;
        boolean quoted = false;
        for (int i = start; i <= end; i++) {
            char c = i < end ? text.charAt(i) : delimiter;
            quoted ^= c == '"' && i < end;
            if (c == delimiter && (!quoted || i == end)) {
                cells.add(stripped(from, i));
                from = i + 1;
            }
        }
        return cells;
    }

    /** Collects the values of a tuple; returns its closing parenthesis or -1. */
    private int tupleEnd(int start, List<int[]> cells) {
        int limit = Math.min(text.length(), start + 4 * MAX_HEADER);
        int from = start;
        boolean quoted = false;
        int depth = 0;
        for (int i = start; i < limit; i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'' && text.charAt(i - 1) != '\\';
            if (quoted) {
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                cells.add(stripped(from, i));
                from = i + 1;
            }
            if (depth == 0 && c == ')') {
                return i;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return -1;
    }

    private int[] stripped(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && (Chars.space(text.charAt(from)) || isPadding(text.charAt(from)))) {
            from++;
        }
        while (to > from && (Chars.space(text.charAt(to - 1)) || isPadding(text.charAt(to - 1)))) {
            to--;
        }
        return new int[] {from, to};
    }

    private void report(List<int[]> cells, SecretName.Strength strength) {
        boolean any = cells.stream().anyMatch(cell -> isSecret(cell, strength, Assignment.Form.ARGUMENT));
        for (int[] cell : any ? cells : List.<int[]>of()) {
            if (isSecret(cell, strength, Assignment.Form.QUOTED)
                    && !SecretValue.isWords(text.substring(cell[0], cell[1]))) {
                leaks.add(cell[0], cell[1], SecretDetector.BY_NAME, Leak.Type.SECRET);
            }
        }
    }

    private boolean isSecret(int[] cell, SecretName.Strength strength, Assignment.Form form) {
        return cell[1] > cell[0]
                && cell[1] - cell[0] <= MAX_CELL
                && SecretValue.isSecret(text.substring(cell[0], cell[1]), strength, form);
    }
}
