package dev.arceval.examples.langchain4j;

import dev.arceval.Traced;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A help desk that leaves to the model what needs judgement and does the rest itself: its own code looks up the order, tries
 * again and moves the money; an assistant reads the policy and decides.
 */
final class HelpDesk {

    private static final Pattern NUMBER = Pattern.compile("B-\\d{3}");

    private final Clerk clerk;
    private final Systems systems;

    HelpDesk(Clerk clerk, Systems systems) {
        this.clerk = clerk;
        this.systems = systems;
    }

    /** Decides, once it has read the policy with a tool of its own. */
    interface Clerk {

        /** Returns REFUND, or what to tell the customer. */
        @SystemMessage(
                "You decide for a garden shop. Read the policy first. Answer REFUND, or a sentence for the customer.")
        @UserMessage("Customer: {{question}}\nOrder: {{order}}")
        String decide(@V("question") String question, @V("order") String order);

        /** Builds the clerk, with a builder that may do more than LangChain4j's own. */
        static Clerk of(AiServices<Clerk> builder, ChatModel model) {
            return builder.chatModel(model).tools(new Policies()).build();
        }
    }

    /** What the clerk can look up. */
    static final class Policies {

        @Tool(name = "read_policy", value = "Says when an item may be refunded")
        public List<String> readPolicy(@P(name = "item", value = "as the order calls it") String item) {
            return item.equals("raised bed")
                    ? List.of("A " + item + " is made to measure.")
                    : List.of("A " + item + " may be refunded.", "Refunds take three days.");
        }
    }

    /** What the desk calls itself. */
    interface Systems {

        @Traced(name = "find_order")
        Order findOrder(Query query);

        @Traced(name = "refund")
        Receipt refund(Refund refund);
    }

    record Query(String number) {}

    record Refund(String number, int euros) {}

    record Order(String number, String item, int euros, String status) {}

    record Receipt(String reference) {}

    /** An order system that is busy now and then. */
    static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public BusyException(String message) {
            super(message);
        }
    }

    String answer(String question) {
        String number = number(question);
        Order order = find(new Query(number));
        String decision = clerk.decide(question, order.item() + ", " + order.euros() + " euros, " + order.status());
        if (!decision.equals("REFUND")) {
            return "Order " + number + " (" + order.item() + "): " + decision;
        }
        Receipt receipt = systems.refund(new Refund(number, order.euros()));
        return "Order " + number + " (" + order.item() + "): " + order.euros() + " euros are on their way, reference "
                + receipt.reference() + ".";
    }

    static String number(String question) {
        Matcher number = NUMBER.matcher(question);
        return number.find() ? number.group() : "none";
    }

    private Order find(Query query) {
        try {
            return systems.findOrder(query);
        } catch (BusyException once) {
            return systems.findOrder(query);
        }
    }
}
