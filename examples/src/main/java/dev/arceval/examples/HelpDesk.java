package dev.arceval.examples;

import dev.arceval.Traced;
import java.util.List;
import java.util.function.Function;

/**
 * A help desk as agents are built today: a model plans and words the answer, tools know the orders, and the code in between
 * puts prompts together, tries again and formats. It knows its model and tools as interfaces, so it runs in production, under
 * a tracer and in a replay without a change.
 */
final class HelpDesk {

    private final Function<String, String> model;
    private final Tools tools;

    HelpDesk(Function<String, String> model, Tools tools) {
        this.model = model;
        this.tools = tools;
    }

    /** What the desk can look up and do. */
    interface Tools {

        @Traced(name = "find_order")
        Order findOrder(Query query);

        @Traced(name = "read_policy")
        List<String> readPolicy(Topic topic);

        @Traced(name = "refund")
        Receipt refund(Refund refund);
    }

    record Query(String number) {}

    record Topic(String item, String status) {}

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
        String number = model.apply("Which order is meant? Answer with its number.\n\n" + question)
                .strip();
        Order order = find(new Query(number));
        List<String> policy = tools.readPolicy(new Topic(order.item(), order.status()));
        String decision = model.apply("Decide: REFUND or EXPLAIN.\n\nCustomer: " + question + "\nOrder: " + order.item()
                + ", " + order.euros() + " euros, " + order.status() + "\nPolicy:\n- " + String.join("\n- ", policy));
        if (!decision.strip().equals("REFUND")) {
            return "Order " + number + " (" + order.item() + "): " + decision.strip();
        }
        Receipt receipt = tools.refund(new Refund(number, order.euros()));
        return "Order " + number + " (" + order.item() + "): " + order.euros() + " euros are on their way, reference "
                + receipt.reference() + ".";
    }

    private Order find(Query query) {
        try {
            return tools.findOrder(query);
        } catch (BusyException once) {
            return tools.findOrder(query);
        }
    }
}
