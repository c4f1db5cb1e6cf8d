package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.StepGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says, before it is written in a format: the answer, sections, notes. All text is plain and as recorded; each
 * format makes it safe in its own way.
 *
 * @param title what kind of report it is
 * @param tone whether the answer is good news
 * @param answer the answer, one sentence that starts with the verdict
 * @param sections the evidence
 * @param notes what to know about it
 */
record Page(String title, Tone tone, String answer, List<Section> sections, List<String> notes) {

    Page {
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }

    /** What news something is. */
    enum Tone {
        BAD,
        GOOD,
        OPEN
    }

    /** A part of the evidence. */
    sealed interface Section {
        String title();
    }

    /**
     * Rows and columns.
     *
     * @param alignment a letter for each column: {@code l} or {@code r}
     * @param header names of the columns
     */
    record Table(String title, String alignment, List<String> header, List<Row> rows) implements Section {}

    /** A row and what news it is. */
    record Row(Tone tone, List<String> cells) {

        static Row of(Tone tone, String... cells) {
            return new Row(tone, List.of(cells));
        }
    }

    /**
     * Intervals of effects side by side on one axis, worse to the right.
     *
     * @param scale ratios stand on a logarithmic axis
     */
    record Forest(String title, Finding.Scale scale, List<Item> items) implements Section {}

    /**
     * An interval in a forest.
     *
     * @param harm the effect as a logarithm or a difference, worse being positive
     * @param text what stands beside it
     */
    record Item(String label, Tone tone, double harm, double low, double high, String text) {}

    /**
     * Values over time with their levels.
     *
     * @param metric whose unit the values have
     * @param levels stretches of equal level; the first of each but the first is a change
     */
    record Timeline(String title, String metric, List<String> labels, double[] values, List<Level> levels)
            implements Section {}

    /** A stretch of a timeline, from an index to before another. */
    record Level(int from, int to, double value, Tone tone) {}

    /**
     * Two distributions over the same bins.
     *
     * @param metric whose unit the edges have
     * @param edges borders of the bins, one more than there are bins
     */
    record Bins(String title, String metric, double[] edges, double[] baseline, double[] current) implements Section {}

    /** Steps and what follows them. */
    record Graph(String title, StepGraph graph) implements Section {}

    /** Returns the page as text for a terminal; plots are left out, their numbers stand in the tables. */
    String text() {
        StringBuilder text = new StringBuilder(Printable.line(answer)).append('\n');
        for (Section section : sections) {
            if (section instanceof Table table && !table.rows().isEmpty()) {
                text.append('\n').append(textOf(table));
            }
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(Printable.line(note)).append('\n'));
        }
        return text.toString();
    }

    private static String textOf(Table table) {
        TextTable text = new TextTable(table.alignment(), table.header().toArray(String[]::new));
        for (Row row : table.rows()) {
            text.row(row.cells().stream().map(Printable::line).toArray(String[]::new));
        }
        return text.toString();
    }

    /** Collects sections, leaving out what is absent. */
    static List<Section> sections(@Nullable Section... sections) {
        List<Section> present = new ArrayList<>();
        for (Section section : sections) {
            if (section != null) {
                present.add(section);
            }
        }
        return present;
    }
}
