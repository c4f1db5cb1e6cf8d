package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists stored traces, each on a line. */
@Command(
        name = "traces",
        description = "Lists stored traces by start time, each on a line. Without --limit the first 100.")
final class TracesCommand implements Callable<Integer> {

    private static final int DEFAULT_LIMIT = 100;
    private static final int SHOWN = 80;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final QueryOptions choice = new QueryOptions();

    @Mixin
    private final Output output = new Output();

    /** The standard options would take --version, which here means the agent's. Read by picocli. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Override
    public Integer call() {
        TraceQuery query = choice.query();
        query = query.limit() == Integer.MAX_VALUE ? query.limit(DEFAULT_LIMIT) : query;
        StringBuilder json = new StringBuilder("{\"traces\":[");
        try (TraceRecycler recycler = store.openToRead();
                Stream<Trace> found = recycler.find(query)) {
            for (Iterator<Trace> traces = found.iterator(); traces.hasNext(); ) {
                Trace trace = traces.next();
                output.text().println(line(trace));
                json.append(json(trace)).append(traces.hasNext() ? "," : "");
            }
        }
        output.result(() -> json.append("]}\n").toString());
        return ExitCode.DONE;
    }

    private static String line(Trace trace) {
        String input = trace.input().orElse("").replaceAll("\\p{Cntrl}+", " ").strip();
        return trace.traceId() + "  " + trace.startTime() + "  " + trace.agent() + "  " + outcome(trace) + "  "
                + (input.length() <= SHOWN ? input : input.substring(0, SHOWN) + "…");
    }

    private static String json(Trace trace) {
        return "{\"traceId\":" + DatasetText.quoted(trace.traceId()) + ",\"start\":"
                + DatasetText.quoted(trace.startTime().toString()) + ",\"agent\":" + DatasetText.quoted(trace.agent())
                + ",\"outcome\":" + DatasetText.quoted(outcome(trace)) + ",\"spans\":"
                + trace.spans().size() + ",\"input\":"
                + trace.input().map(DatasetText::quoted).orElse("null") + "}";
    }

    private static String outcome(Trace trace) {
        return trace.outcome().label().name().toLowerCase(Locale.ROOT);
    }
}
