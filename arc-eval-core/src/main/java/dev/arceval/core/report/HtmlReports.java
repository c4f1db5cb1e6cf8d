package dev.arceval.core.report;

import dev.arceval.eval.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Results as one HTML page that needs nothing but itself.
 *
 * <p>No script and no request: the content security policy in the page allows its one style sheet, by hash, and nothing else. Plots
 * are SVG drawn in per cent of the width, so that text keeps its size from a telephone to a wide screen. Colours follow the
 * reader's light or dark setting; no statement is made by colour alone.
 */
public final class HtmlReports {

    private HtmlReports() {}

    /** The style sheet, read once. */
    private static final class Style {
        static final String SHEET = read();
        static final String HASH = hash(SHEET);

        private static String read() {
            try (InputStream in = HtmlReports.class.getResourceAsStream("report.css")) {
                if (in == null) {
                    throw new IllegalStateException("report.css is missing in the jar");
                }
                // Whatever a checkout did to the line ends, the bytes of a report are the same.
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static String hash(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return "sha256-" + Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** Returns the page. */
    public static String of(Report report) {
        return of(Pages.of(report));
    }

    static String of(Page page) {
        StringBuilder html = new StringBuilder(16_384);
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
                .append(Style.HASH)
                .append("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Markup.escape(title(page)))
                .append("</title>\n<style>")
                .append(Style.SHEET)
                .append("</style>\n</head>\n<body>\n<main>\n");
        header(html, page);
        page.sections().forEach(section -> section(html, section));
        notes(html, page);
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String title(Page page) {
        int colon = page.answer().indexOf(':');
        return page.title() + (colon < 0 ? "" : " – " + page.answer().substring(0, colon));
    }

    private static void header(StringBuilder html, Page page) {
        int colon = page.answer().indexOf(": ");
        String verdict = colon < 0 ? page.answer() : page.answer().substring(0, colon);
        String why = colon < 0 ? "" : page.answer().substring(colon + 2);
        html.append("<header class=\"")
                .append(name(page.tone()))
                .append("\">\n<p class=\"kind\">")
                .append(Markup.escape(page.title()))
                .append("</p>\n<h1><span class=\"verdict\">")
                .append(Markup.escape(verdict))
                .append("</span>");
        if (!why.isEmpty()) {
            html.append(" <span class=\"why\">").append(Markup.escape(why)).append("</span>");
        }
        html.append("</h1>\n</header>\n");
    }

    private static void section(StringBuilder html, Page.Section section) {
        if (section instanceof Page.Table table && table.rows().isEmpty()) {
            return;
        }
        html.append("<section>\n<h2>").append(Markup.escape(section.title())).append("</h2>\n");
        if (section instanceof Page.Table table) {
            table(html, table);
        } else if (section instanceof Page.Forest forest) {
            ForestPlot.draw(html, forest);
        } else if (section instanceof Page.Timeline timeline) {
            TimelinePlot.draw(html, timeline);
        } else if (section instanceof Page.Bins bins) {
            BinsPlot.draw(html, bins);
        } else if (section instanceof Page.Graph graph) {
            html.append(GraphDrawing.of(graph.graph()));
        }
        html.append("</section>\n");
    }

    private static void table(StringBuilder html, Page.Table table) {
        html.append("<table>\n<thead><tr>");
        for (int i = 0; i < table.header().size(); i++) {
            html.append(table.alignment().charAt(i) == 'r' ? "<th class=\"r\" scope=\"col\">" : "<th scope=\"col\">")
                    .append(Markup.escape(table.header().get(i)))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (Page.Row row : table.rows()) {
            html.append("<tr class=\"").append(name(row.tone())).append("\">");
            for (int i = 0; i < row.cells().size(); i++) {
                html.append(table.alignment().charAt(i) == 'r' ? "<td class=\"r\" data-label=\"" : "<td data-label=\"")
                        .append(Markup.escape(table.header().get(i)))
                        .append("\">")
                        .append(Markup.escape(row.cells().get(i)))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }

    private static void notes(StringBuilder html, Page page) {
        if (page.notes().isEmpty()) {
            return;
        }
        html.append("<section>\n<h2>What to know</h2>\n<ul>\n");
        page.notes()
                .forEach(note -> html.append("<li>").append(Markup.escape(note)).append("</li>\n"));
        html.append("</ul>\n</section>\n");
    }

    static String name(Page.Tone tone) {
        return switch (tone) {
            case BAD -> "bad";
            case GOOD -> "good";
            case OPEN -> "open";
        };
    }
}
