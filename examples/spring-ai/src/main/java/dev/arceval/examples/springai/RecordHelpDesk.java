package dev.arceval.examples.springai;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import dev.arceval.trace.Agent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the help desk as in production, records it, and writes what it did as a dataset. A local server stands in for the
 * model's provider.
 *
 * <p>Arguments: the directory for traces, and the dataset file to write.
 */
public final class RecordHelpDesk {

    private static final List<String> QUESTIONS = List.of(
            "My bench B-101 arrived broken, I want my money back.",
            "Where is B-102?",
            "Money back for B-103, please.",
            "Can you tell me about B-104?",
            "B-105 is late. Refund it!",
            "I would like my money back for order B-106.");

    private RecordHelpDesk() {}

    /** Records the questions above. */
    public static void main(String[] arguments) throws IOException {
        try (ChatServer provider = ChatServer.start(RecordHelpDesk::reply);
                TraceRecycler recycler =
                        TraceRecycler.builder().directory(Path.of(arguments[0])).build();
                ConfigurableApplicationContext application = RecordSupport.started(provider, recycler)) {
            Tracer tracer = application.getBean(Tracer.class);
            HelpDesk.Clerk clerk = new HelpDesk.Clerk(application.getBean(ChatClient.Builder.class));
            HelpDesk desk = new HelpDesk(clerk, tracer.tools(HelpDesk.Systems.class, new OrderSystem()));
            Agent<String, String> agent = tracer.agent(desk::answer);
            QUESTIONS.forEach(agent::run);
            if (!recycler.flush(Duration.ofSeconds(10))) {
                throw new IllegalStateException("not everything was stored: " + recycler.capture());
            }
            DatasetFiles.write(
                    recycler.curate().minQuality(0).limit(QUESTIONS.size()).toDataset("help-desk"),
                    Path.of(arguments[1]));
        }
    }

    /** What a model would say: it reads the policy of the item, and decides by it. */
    private static Reply reply(String request, int results) {
        if (results == 0) {
            String item = request.replaceAll("(?s).*Order: ([^,]+),.*", "$1");
            return Reply.calls(new Call("call_policy", "read_policy", "{\"item\":\"" + item + "\"}"));
        }
        boolean wants = request.contains("oney back") || request.contains("Refund it");
        if (!wants) {
            return Reply.answer("It is on its way to you.");
        }
        return Reply.answer(request.contains("made to measure") ? "It cannot be refunded any more." : "REFUND");
    }

    /** The systems behind the desk; the order system is busy at every third order's first call. */
    private static final class OrderSystem implements HelpDesk.Systems {

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
        public HelpDesk.Receipt refund(HelpDesk.Refund refund) {
            return new HelpDesk.Receipt("R-" + refund.number());
        }
    }
}
