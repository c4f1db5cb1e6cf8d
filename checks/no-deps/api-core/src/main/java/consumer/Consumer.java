package consumer;

import dev.arceval.Comparison;
import dev.arceval.DatasetFiles;
import dev.arceval.Replay;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The whole loop: record an agent, find its pattern, make a dataset, replay it, compare it with itself. */
final class Consumer {

    private static final int CALLS = 12;

    private Consumer() {}

    public static void main(String[] args) {
        System.out.println(run(Path.of(args[0])));
    }

    static String run(Path directory) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(directory).minQuality(0).build()) {
            record(recycler.tracer("count"));
            boolean stored = recycler.flush(Duration.ofSeconds(30));

            Path file = directory.resolve("count.jsonl");
            DatasetFiles.write(recycler.curate().limit(5).toDataset("count"), file);
            Dataset dataset = DatasetFiles.read(file);
            boolean passed = Replay.of(dataset)
                    .run(tools -> agent(tools.tool("length", Integer.class))::apply)
                    .failures()
                    .isEmpty();

            return "stored " + stored
                    + ", patterns " + recycler.patterns().size()
                    + ", replay " + (dataset.isEmpty() ? "of nothing" : passed ? "passed" : "failed")
                    + ", " + verdict(recycler);
        }
    }

    private static void record(Tracer tracer) {
        Agent<String, String> agent = tracer.agent(agent(tracer.tool("length", String::length)));
        for (int call = 0; call < CALLS; call++) {
            agent.run("How long is the word number " + call + "?");
        }
    }

    private static Function<String, String> agent(Function<String, Integer> length) {
        return question -> "It has " + length.apply(question) + " characters.";
    }

    private static String verdict(TraceRecycler recycler) {
        try (Stream<Trace> found = recycler.find(TraceQuery.all())) {
            List<Trace> traces = found.toList();
            return "compared with itself: " + Comparison.of(traces, traces).report().regressions().size() + " regressions";
        }
    }
}
