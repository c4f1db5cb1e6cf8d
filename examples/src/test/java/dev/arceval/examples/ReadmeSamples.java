package dev.arceval.examples;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;

import dev.arceval.Comparison;
import dev.arceval.DatasetFiles;
import dev.arceval.RecordedTools;
import dev.arceval.SampleTraces;
import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.TracePattern;
import dev.arceval.eval.Verdict;
import dev.arceval.testkit.RecycledTraces;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.List;

/** The samples of the README, as they stand there. Run in a directory of its own, since they name files in it. */
final class ReadmeSamples {

    private ReadmeSamples() {}

    public static void main(String[] arguments) {
        TraceFiles.write(SampleTraces.seed(1).count(300).stream(), Path.of("production-traces.jsonl"));
        recycle();
        record();
        compare();
    }

    private static void record() {
        SupportAgent support = SupportAgent.live();
        Agent<String, String> agent = Tracer.wrap(support::answer);
        System.out.println(agent.run("Where is my order A-100?"));
    }

    private static void recycle() {
        try (TraceRecycler recycler = TraceRecycler.builder().build()) {
            recycler.ingest(Path.of("production-traces.jsonl"));
            Dataset dataset = recycler.curate()
                    .limit(100)
                    .including(TracePattern.Kind.SUCCESS, TracePattern.Kind.RECOVERY)
                    .toDataset("support-smoke");
            DatasetFiles.write(dataset, Path.of("src/test/resources/support-smoke.jsonl"));
        }
    }

    private static void compare() {
        List<Trace> lastWeek = SampleTraces.seed(1).count(300).toList();
        List<Trace> today = SampleTraces.seed(2).count(300).slowedBy(2).toList();
        RegressionReport report = Comparison.of(lastWeek, today).report();
        if (report.verdict() != Verdict.REGRESSION) {
            throw new IllegalStateException("twice as slow is no regression? " + report);
        }
    }

    /** Not run from here: its dataset is another agent's. {@link RecycledSupportTest} is the same with a dataset of ours. */
    static final class Replayed {
        @RecycledTraces("support-smoke.jsonl")
        void answersAsInProduction(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, SupportAgent.replayed(tools)::answer).meetsExpectations();
        }
    }
}
