package dev.arceval.examples.springai;

import dev.arceval.Traced;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * A help desk that leaves to the model what needs judgement and does the rest itself: its own code looks up the order, tries
 * again and moves the money; a clerk reads the policy and decides.
 */
final class HelpDesk {

    private static final Pattern NUMBER = Pattern.compile("B-\\d{3}");

    private final Clerk clerk;
    private final Systems systems;

    HelpDesk(Clerk clerk, Systems systems) {
        this.clerk = clerk;
        this.systems = systems;
    }

    /** Decides, once it has read the policy with a tool of its own: a client of the model, given the builder that Spring AI makes. */
    static final class Clerk {

        private final ChatClient client;

        Clerk(ChatClient.Builder builder) {
            this.client = builder.defaultSystem(
                            "You decide for a garden shop. Read the policy first. Answer REFUND, or a sentence for the customer.")
                    .defaultTools(new Policies())
                    .build();
        }

        /** Returns REFUND, or what to tell the customer. */
        String decide(String question, String order) {
            String decision = client.prompt("Customer: " + question + "\nOrder: " + order)
                    .call()
                    .content();
            return decision == null ? "" : decision.strip();
        }
    }

    /** What the clerk can look up. */
    static final class Policies {

        @Tool(name = "read_policy", description = "Says when an item may be refunded")
        public List<String> readPolicy(@ToolParam(description = "as the order calls it") String item) {
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
