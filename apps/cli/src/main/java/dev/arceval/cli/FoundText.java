package dev.arceval.cli;

import dev.arceval.Redaction;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what was found and where, as it comes: a finding a line, and figures at the end. Never what was found. */
final class FoundText {

    private final Output output;
    private final PrintWriter text;
    private final Map<String, Long> byRule = new TreeMap<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private long files;
    private long filesWithFindings;
    private long binary;
    private long unreadable;
    private long findings;

    FoundText(Output output) {
        this(output, false);
    }

    /** @param standardOutputTaken whether standard output carries the copy, so that text must go elsewhere */
    FoundText(Output output, boolean standardOutputTaken) {
        this.output = output;
        this.text = standardOutputTaken ? output.err() : output.text();
    }

    void add(String file, Redaction.Finding finding) {
        findings++;
        byRule.merge(finding.rule(), 1L, Long::sum);
        byType.merge(finding.type(), 1L, Long::sum);
        if (output.json()) {
            output.result(() -> "{\"file\":" + DatasetText.quoted(file) + ",\"line\":" + finding.line() + ",\"start\":"
                    + finding.start() + ",\"end\":" + finding.end() + ",\"rule\":" + DatasetText.quoted(finding.rule())
                    + ",\"type\":" + DatasetText.quoted(finding.type()) + "}\n");
        } else {
            text.println(file + ":" + finding.line() + ":" + finding.start() + "-" + finding.end() + ": "
                    + finding.type() + " (" + finding.rule() + ")");
        }
    }

    void file(String name, Redaction.Scan scan) {
        files++;
        if (!scan.text()) {
            binary++;
        } else if (scan.findings() > 0) {
            filesWithFindings++;
        }
    }

    void failed(String name, String reason) {
        files++;
        unreadable++;
        output.err().println("arc-eval: cannot read " + name + ": " + reason);
    }

    boolean failed() {
        return unreadable > 0;
    }

    void summary() {
        text.println(String.format(Locale.ROOT, "%,d found in %,d of %,d files", findings, filesWithFindings, files)
                + count(", %,d left out that are no text", binary) + count(", %,d that cannot be read", unreadable)
                + ".");
        if (findings > 0) {
            text.println("By type: " + counts(byType));
            text.println("By rule: " + counts(byRule));
        }
        text.flush();
    }

    private static String count(String phrase, long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, phrase, count);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + String.format(Locale.ROOT, "%,d", entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
