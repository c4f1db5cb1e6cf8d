package dev.arceval.examples;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the help desk as in production, records its model and tools, and writes what it did as a dataset. In place of a model
 * of a provider stand a few rules.
 *
 * <p>Arguments: the directory for traces, and the dataset file to write.
 */
public final class RecordHelpDesk {

    private static final Pattern NUMBER = Pattern.compile("B-\\d{3}");

    private RecordHelpDesk() {}

    /** Records the questions below. */
    public static void main(String[] arguments) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(Path.of(arguments[0])).build()) {
            Tracer tracer = recycler.tracer("help-desk");
            // @start region="record"
            Function<String, String> model = tracer.llm("rules-1", RecordHelpDesk::rules);
            HelpDesk desk = new HelpDesk(model, tracer.tools(HelpDesk.Tools.class, new OrderSystem()));
            Agent<String, String> agent = tracer.agent(desk::answer);
            // @end
            questions().forEach(agent::run);
            if (!recycler.flush(Duration.ofSeconds(10))) {
                throw new IllegalStateException("not everything was stored: " + recycler.capture());
            }
            DatasetFiles.write(recycler.curate().minQuality(0).limit(20).toDataset("help-desk"), Path.of(arguments[1]));
        }
    }

    static List<String> questions() {
        return List.of(
                "My bench B-101 arrived broken, I want my money back.",
                "Where is B-102?",
                "Money back for B-103, please.",
                "Can you tell me about B-104?",
                "B-105 is late. Refund it!",
                "I would like my money back for order B-106.");
    }

    /** What the model stands for: reads a number, or decides by policy. */
    static String rules(String prompt) {
        if (prompt.startsWith("Which order")) {
            Matcher number = NUMBER.matcher(prompt);
            return number.find() ? number.group() : "none";
        }
        boolean wants = prompt.contains("oney back") || prompt.contains("Refund it");
        return wants && prompt.contains("may be refunded")
                ? "REFUND"
                : wants ? "It cannot be refunded any more." : "It is on its way to you.";
    }

    /** The systems behind the tools; the order system is busy at every third order's first call. */
    static final class OrderSystem implements HelpDesk.Tools {

        private final Set<String> asked = new HashSet<>();

        @Override
        public HelpDesk.Order findOrder(HelpDesk.Query query) {
            int index = Integer.parseInt(query.number().substring(2)) % 100;
            if (index % 3 == 0 && asked.add(query.number())) {
                throw new HelpDesk.BusyException("try again");
            }
            String item = List.of("oak bench", "rope hammock", "raised bed").get(index % 3);
            return new HelpDesk.Order(query.number(), item, 40 + 7 * index, index % 4 == 3 ? "delivered" : "shipped");
        }

        @Override
        public List<String> readPolicy(HelpDesk.Topic topic) {
            return topic.item().equals("raised bed")
                    ? List.of("A " + topic.item() + " is made to measure.")
                    : List.of("A " + topic.item() + " may be refunded.", "Refunds take three days.");
        }

        @Override
        public HelpDesk.Receipt refund(HelpDesk.Refund refund) {
            return new HelpDesk.Receipt("R-" + refund.number());
        }
    }
}
