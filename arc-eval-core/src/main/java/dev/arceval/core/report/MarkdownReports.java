package dev.arceval.core.report;

import dev.arceval.eval.Report;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Results as GitHub-flavoured Markdown, short enough for a comment on a pull request. The heading is the answer. */
public final class MarkdownReports {

    /** A comment may have 65,536 characters. */
    private static final int MOST_ROWS = 50;

    private static final int LONGEST_CELL = 120;

    /** Text that Markdown and a code host read as nothing but text. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N} .,:%…→+\\-−/()=≤–$]*");

    private MarkdownReports() {}

    /** Returns the report. */
    public static String of(Report report) {
        return of(Pages.of(report));
    }

    static String of(Page page) {
        StringBuilder text = new StringBuilder("### ");
        text.append(mark(page.tone()))
                .append(' ')
                .append(sentence(page.answer()))
                .append('\n');
        for (Page.Section section : page.sections()) {
            if (section instanceof Page.Table table && !table.rows().isEmpty()) {
                append(text, table);
            }
        }
        if (!page.notes().isEmpty()) {
            text.append('\n');
            page.notes()
                    .forEach(note -> text.append("- ").append(sentence(note)).append('\n'));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Page.Table table) {
        text.append("\n**").append(sentence(table.title())).append("**\n\n");
        text.append(row(table.header().stream().map(MarkdownReports::cell).toList()));
        text.append(row(table.alignment()
                .chars()
                .mapToObj(side -> side == 'r' ? "--:" : ":--")
                .toList()));
        table.rows().stream()
                .limit(MOST_ROWS)
                .forEach(row -> text.append(
                        row(row.cells().stream().map(MarkdownReports::cell).toList())));
        int more = table.rows().size() - MOST_ROWS;
        if (more > 0) {
            text.append("\nAnd ").append(Figures.count(more)).append(" more.\n");
        }
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A cell, as code if it holds anything that could be read as markup, a mention or a link. */
    private static String cell(String recorded) {
        String text = Printable.line(recorded, LONGEST_CELL);
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        String fence = text.contains("`") ? "``" : "`";
        String padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
        // A longer run of backticks than the fence would end it.
        String body = text.replaceAll("`{2,}", "`").replace("|", "\\|");
        return fence + padding + body + padding + fence;
    }

    private static String sentence(String recorded) {
        String escaped = Printable.line(recorded).replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1");
        // A name after an at sign would be told about it.
        return escaped.replace("@", "@\u200b");
    }

    private static String mark(Page.Tone tone) {
        return switch (tone) {
            case BAD -> "🔴";
            case GOOD -> "🟢";
            case OPEN -> "🟡";
        };
    }
}
