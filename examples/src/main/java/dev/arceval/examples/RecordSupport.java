package dev.arceval.examples;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs the support agent as in production, records it, and writes what it did as a dataset.
 *
 * <p>Arguments: the directory for traces, and the dataset file to write.
 */
public final class RecordSupport {

    private static final List<String> QUESTIONS = List.of(
            "Where is my order A-100?",
            "Is A-102 on its way?",
            "I want my money back for A-101.",
            "I want my money back for A-100.",
            "Can I have my money back for A-103, please?",
            "Do you have garden gnomes?",
            "Where is my order A-999?");

    private RecordSupport() {}

    /** Records the questions above. */
    public static void main(String[] arguments) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(Path.of(arguments[0])).build()) {
            Tracer.setDefault(recycler);
            // The tools' tracer is the recycler's too, so tool calls become steps of the agent's call.
            Agent<String, String> agent =
                    Tracer.wrap("support", SupportAgent.traced(recycler.tracer("support"))::answer);
            QUESTIONS.forEach(question -> ask(agent, question));
            if (!recycler.flush(Duration.ofSeconds(10))) {
                throw new IllegalStateException("not everything was stored: " + recycler.capture());
            }
            DatasetFiles.write(
                    recycler.curate().minQuality(0).limit(QUESTIONS.size()).toDataset("support"),
                    Path.of(arguments[1]));
        }
    }

    private static void ask(Agent<String, String> agent, String question) {
        try {
            agent.run(question);
        } catch (IllegalArgumentException unknownOrder) {
            // The agent's own failure; it is part of the recording.
        }
    }
}
