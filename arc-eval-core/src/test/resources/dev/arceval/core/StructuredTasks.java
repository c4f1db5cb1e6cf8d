import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.function.Function;
import java.util.stream.Stream;

/** Structured concurrency, a preview in the JDK it is run on: a thousand agents at once, each with three forked tools. */
final class StructuredTasks {

    private static final int AGENTS = 1_000;

    private StructuredTasks() {}

    public static void main(String[] arguments) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().store("memory:").queueCapacity(2 * AGENTS).build()) {
            Tracer tracer = recycler.tracer("support");
            Function<Integer, Integer> square = tracer.tool("square", n -> n * n);
            Agent<Integer, Integer> agent = tracer.agent(n -> {
                Callable<Integer> task = () -> square.apply(n);
                try (var scope = StructuredTaskScope.open()) {
                    var one = scope.fork(tracer.propagate(task));
                    var two = scope.fork(tracer.propagate(task));
                    var three = scope.fork(tracer.propagate(task));
                    scope.join();
                    return one.get() + two.get() + three.get();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < AGENTS; i++) {
                    int n = i;
                    threads.submit(() -> agent.run(n));
                }
            }
            recycler.flush(Duration.ofSeconds(60));
            try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
                List<Trace> all = traces.toList();
                long right = all.stream().filter(StructuredTasks::isRight).count();
                System.out.println(all.size() + " traces, " + right + " of them right");
            }
        }
    }

    /** Each trace is one question, with all its tool calls and no other's. */
    private static boolean isRight(Trace trace) {
        return trace.children(trace.root().orElseThrow()).size() == 3
                && trace.toolCalls().stream()
                        .filter(call -> trace.input().orElseThrow().equals(call.arguments()))
                        .count() == 3;
    }
}
