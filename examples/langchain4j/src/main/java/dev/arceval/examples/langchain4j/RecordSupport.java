package dev.arceval.examples.langchain4j;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs the assistant as in production, records it, and writes what it did as a dataset.
 *
 * <p>Arguments: the directory for traces, and the dataset file to write.
 */
public final class RecordSupport {

    private static final List<String> QUESTIONS = List.of(
            "Where is my order A-100?",
            "Is A-102 on its way?",
            "I want my money back for A-101.",
            "I want my money back for A-100.",
            "Where is my order A-999?",
            "Is there a hammock?",
            "Is there a fountain?");

    private RecordSupport() {}

    /** Records the questions above. */
    public static void main(String[] arguments) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(Path.of(arguments[0])).build()) {
            SupportAssistant assistant = SupportAssistant.recorded(recycler.tracer("support"), new RuleModel());
            QUESTIONS.forEach(assistant::answer);
            if (!recycler.flush(Duration.ofSeconds(10))) {
                throw new IllegalStateException("not everything was stored: " + recycler.capture());
            }
            DatasetFiles.write(
                    recycler.curate().minQuality(0).limit(QUESTIONS.size()).toDataset("support"),
                    Path.of(arguments[1]));
        }
    }
}
