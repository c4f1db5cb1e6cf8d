package dev.arceval.examples.langchain4j;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.langchain4j.TracedAiServices;
import dev.arceval.trace.Agent;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the help desk as in production, records it, and writes what it did as a dataset. In place of a model of a provider
 * stand a few rules.
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
    public static void main(String[] arguments) {
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(Path.of(arguments[0])).build()) {
            Tracer tracer = recycler.tracer("help-desk");
            HelpDesk.Clerk clerk =
                    HelpDesk.Clerk.of(TracedAiServices.builder(HelpDesk.Clerk.class, tracer), new DeskRules());
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
    private static final class DeskRules implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            String prompt = request.messages().toString();
            String policy = request.messages().stream()
                    .filter(ToolExecutionResultMessage.class::isInstance)
                    .map(message -> ((ToolExecutionResultMessage) message).text())
                    .findFirst()
                    .orElse("");
            boolean wants = prompt.contains("oney back") || prompt.contains("Refund it");
            AiMessage message = policy.isEmpty()
                    ? readPolicy(prompt.replaceAll("(?s).*Order: ([^,]+),.*", "$1"))
                    : AiMessage.from(
                            !wants
                                    ? "It is on its way to you."
                                    : policy.contains("made to measure")
                                            ? "It cannot be refunded any more."
                                            : "REFUND");
            return ChatResponse.builder()
                    .aiMessage(message)
                    .modelName("rules-1")
                    .build();
        }

        private static AiMessage readPolicy(String item) {
            return AiMessage.from(ToolExecutionRequest.builder()
                    .id("call_policy")
                    .name("read_policy")
                    .arguments("{\"item\":\"" + item + "\"}")
                    .build());
        }
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
