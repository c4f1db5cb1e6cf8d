package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Feedback;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says something about a stored trace. */
@Command(
        name = "feedback",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether the answer of a stored trace was right, scores it, corrects it, or tags it.",
            "The tags pinned and legal-hold keep a trace: retention takes neither, and delete takes none on legal hold."
        })
final class FeedbackCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final Output output = new Output();

    @ArgGroup
    private @Nullable Verdict verdict;

    @Option(names = "--score", paramLabel = "N", description = "1, bad, to 5, good")
    private @Nullable Integer score;

    @Option(names = "--notes", paramLabel = "TEXT", description = "In your own words")
    private @Nullable String notes;

    @Option(names = "--corrected", paramLabel = "TEXT", description = "What the agent should have answered")
    private @Nullable String corrected;

    @Option(names = "--author", paramLabel = "NAME", description = "Who says so. Required but for tags")
    private @Nullable String author;

    @Option(names = "--tag", paramLabel = "TAG", description = "Tag the trace; may be given several times")
    private List<String> tags = List.of();

    @Option(names = "--untag", paramLabel = "TAG", description = "Take a tag away")
    private List<String> untag = List.of();

    @Parameters(paramLabel = "TRACE_ID")
    private String traceId = "";

    /** Right or wrong, not both. */
    static final class Verdict {

        @Option(names = "--correct", required = true, description = "The answer was right")
        private boolean correct;

        /** Which of the two was given follows from the other. Read by picocli. */
        @SuppressWarnings("UnusedVariable")
        @Option(names = "--incorrect", required = true, description = "The answer was wrong")
        private boolean incorrect;
    }

    @Override
    public Integer call() {
        try (TraceRecycler recycler = store.open(redaction)) {
            Annotations said = recycler.annotate(traceId, this::change)
                    .orElseThrow(() -> new ArcEvalException("no trace \"" + traceId + "\" in the store"));
            output.text()
                    .println("Trace " + traceId + ": " + said.feedback().size() + " feedback, tags: "
                            + (said.tags().isEmpty() ? "none" : String.join(", ", said.tags())));
            output.result(() -> AnnotationText.json(traceId, said) + "\n");
            return ExitCode.DONE;
        }
    }

    private Annotations change(Annotations before) {
        Annotations changed = before;
        if (verdict != null || score != null || notes != null || corrected != null) {
            if (author == null) {
                throw new IllegalArgumentException("feedback needs --author");
            }
            Boolean correct = verdict == null ? null : Boolean.valueOf(verdict.correct);
            changed = changed.with(new Feedback(
                    correct, score, notes, corrected, author, Clock.systemUTC().instant()));
        } else if (tags.isEmpty() && untag.isEmpty()) {
            throw new IllegalArgumentException("feedback needs a verdict, score, notes, correction or tag");
        }
        for (String tag : tags) {
            changed = changed.withTag(tag);
        }
        for (String tag : untag) {
            changed = changed.withoutTag(tag);
        }
        return changed;
    }
}
