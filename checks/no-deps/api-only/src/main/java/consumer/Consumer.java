package consumer;

import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.util.function.Function;

/** A user's agent, instrumented once; whether it is recorded is decided elsewhere. */
final class Consumer {

    private final Agent<String, String> agent;

    Consumer(Tracer tracer) {
        Function<String, Integer> length = tracer.tool("length", String::length);
        agent = tracer.agent(question -> question + " has " + length.apply(question) + " characters");
    }

    String answer(String question) {
        return agent.run(question);
    }
}
