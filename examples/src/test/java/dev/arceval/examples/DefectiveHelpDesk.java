package dev.arceval.examples;

import dev.arceval.examples.HelpDesk.BusyException;
import dev.arceval.examples.HelpDesk.Order;
import dev.arceval.examples.HelpDesk.Query;
import dev.arceval.examples.HelpDesk.Receipt;
import dev.arceval.examples.HelpDesk.Refund;
import dev.arceval.examples.HelpDesk.Tools;
import dev.arceval.examples.HelpDesk.Topic;
import java.util.List;
import java.util.function.Function;

/** The help desk after a bad day: the same code with one defect. */
record DefectiveHelpDesk(Function<String, String> model, Tools tools, Defect defect) {

    enum Defect {
        NONE,
        /** The policy is left out of the prompt. */
        PROMPT,
        /** The refund is of another amount. */
        ARGUMENT,
        /** The policy is read before the order is known, for what is usually asked for. */
        ORDER,
        /** Nobody tries again. */
        NO_RETRY,
        /** The answer has lost its order number. */
        FORMAT
    }

    String answer(String question) {
        String number = model.apply("Which order is meant? Answer with its number.\n\n" + question)
                .strip();
        if (defect == Defect.ORDER) {
            tools.readPolicy(new Topic("oak bench", "shipped"));
        }
        Order order = find(new Query(number));
        List<String> policy = tools.readPolicy(new Topic(order.item(), order.status()));
        String decision = model.apply("Decide: REFUND or EXPLAIN.\n\nCustomer: " + question + "\nOrder: " + order.item()
                + ", " + order.euros() + " euros, " + order.status()
                + (defect == Defect.PROMPT ? "" : "\nPolicy:\n- " + String.join("\n- ", policy)));
        String start = defect == Defect.FORMAT ? "Your order: " : "Order " + number + " (" + order.item() + "): ";
        if (!decision.strip().equals("REFUND")) {
            return start + decision.strip();
        }
        int euros = defect == Defect.ARGUMENT ? order.euros() + 1 : order.euros();
        Receipt receipt = tools.refund(new Refund(number, euros));
        return start + order.euros() + " euros are on their way, reference " + receipt.reference() + ".";
    }

    private Order find(Query query) {
        if (defect == Defect.NO_RETRY) {
            return tools.findOrder(query);
        }
        try {
            return tools.findOrder(query);
        } catch (BusyException once) {
            return tools.findOrder(query);
        }
    }
}
