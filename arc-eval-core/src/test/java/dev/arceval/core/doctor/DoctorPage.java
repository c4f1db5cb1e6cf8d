package dev.arceval.core.doctor;

import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Use;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code docs/doctor.md} from the code. */
final class DoctorPage {

    private static final String HEAD = """
            # Doctor: do your traces carry what is needed?

            Agents leave traces without what was said in them more often than not: most instrumentations record content only when
            told to. `arc-eval doctor` says what is there, what is missing, what that keeps you from, and which setting brings it.
            It stores nothing and quotes no content.

            ```
            ./arc-eval doctor traces.jsonl                      # the answer is the first line
            ./arc-eval doctor 'store?agent=support'             # what is stored already
            ./arc-eval doctor --require replay,case=0.9 *.jsonl # a gate: exit code 1 unless every agent passes
            ./arc-eval doctor --json traces.jsonl               # for programs
            ```

            From Java: `Doctor.examine(files)`, `Doctor.diagnose(traces)`, and `IngestReport.diagnosis()` after each ingest.

            Figures are per agent, as counts with their whole: a trace in which no tool was called lacks no tool result, and a run
            that failed lacks no answer. Traces without an agent, a model or a tool are counted and not judged. An agent can be
            replayed if at least one of its traces can.

            ## What a trace is good for

            | use | needs |
            |---|---|
            """;

    private static final String FRAMEWORKS = """

            ## How the framework is told

            `Trace.framework()` names the framework and what named it: an instrumentation scope, an attribute of its own namespace,
            a provider or operation only it writes, or the shape of a serialised object. What people name (agents, services,
            tags) never counts, and *unknown* is an answer. Frameworks go before model clients and these before protocols, scopes
            before attributes, a framework before the one it is built on, then the one nearest the root. Nothing of it is
            stored; it is computed from the spans, the same for a file, a live recording and the store.

            Who *recorded* the spans is told too, since the settings are theirs: LangChain seen by OpenInference is switched on
            by OpenInference's variables.

            ## What brings it

            Settings for whoever recorded the spans. *Checked* means that a test runs the real framework, finds the content
            missing, applies the setting as it stands here, and finds the content there.
            """;

    private static final Set<String> CHECKED = Set.of("Spring AI", "LangChain4j");

    private DoctorPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Use use : Use.values()) {
            page.append("| ")
                    .append(word(use))
                    .append(" | ")
                    .append(words(use.needs()))
                    .append(" |\n");
        }
        page.append(FRAMEWORKS);
        Set<String> shown = new HashSet<>();
        AdviceTable.all().forEach(row -> page.append(advice(row, shown.add(row.setting()))));
        return page.toString();
    }

    private static String advice(AdviceTable.Row row, boolean first) {
        boolean checked = CHECKED.contains(row.name()) && !row.brings().contains(Content.CONVERSATION);
        String language =
                row.kind() != Advice.Kind.CODE ? "properties" : row.setting().contains(";") ? "java" : "";
        return "\n### " + (row.name().equals(Advice.ANY) ? "Any source" : row.name()) + ": " + words(row.brings())
                + (checked ? " (checked)" : "") + "\n\n"
                + row.note() + " [Source]("
                + (row.source().startsWith("docs/") ? row.source().substring(5) : row.source())
                + ").\n\n"
                + (first
                        ? "```" + language + "\n" + row.setting().strip() + "\n```\n"
                        : "The code is the one above.\n");
    }

    private static String words(Set<Content> contents) {
        return contents.stream().map(DoctorPage::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
