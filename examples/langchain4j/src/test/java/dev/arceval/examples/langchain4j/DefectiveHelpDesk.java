package dev.arceval.examples.langchain4j;

import dev.arceval.examples.langchain4j.HelpDesk.BusyException;
import dev.arceval.examples.langchain4j.HelpDesk.Clerk;
import dev.arceval.examples.langchain4j.HelpDesk.Order;
import dev.arceval.examples.langchain4j.HelpDesk.Query;
import dev.arceval.examples.langchain4j.HelpDesk.Receipt;
import dev.arceval.examples.langchain4j.HelpDesk.Refund;
import dev.arceval.examples.langchain4j.HelpDesk.Systems;

/** The help desk after a bad day: the same code with one defect. */
record DefectiveHelpDesk(Clerk clerk, Systems systems, Defect defect) {

    enum Defect {
        NONE,
        /** The order's status is left out of the prompt. */
        PROMPT,
        /** The refund is of another amount. */
        ARGUMENT,
        /** The money is moved before the clerk is asked. */
        ORDER,
        /** Nobody tries again. */
        NO_RETRY,
        /** The answer has lost its order number. */
        FORMAT
    }

    String answer(String question) {
        String number = HelpDesk.number(question);
        Order order = find(new Query(number));
        int euros = defect == Defect.ARGUMENT ? order.euros() + 1 : order.euros();
        if (defect == Defect.ORDER) {
            systems.refund(new Refund(number, euros));
        }
        String status = defect == Defect.PROMPT ? "" : ", " + order.status();
        String decision = clerk.decide(question, order.item() + ", " + order.euros() + " euros" + status);
        String start = defect == Defect.FORMAT ? "Your order: " : "Order " + number + " (" + order.item() + "): ";
        if (!decision.equals("REFUND")) {
            return start + decision;
        }
        Receipt receipt = systems.refund(new Refund(number, euros));
        return start + order.euros() + " euros are on their way, reference " + receipt.reference() + ".";
    }

    private Order find(Query query) {
        if (defect == Defect.NO_RETRY) {
            return systems.findOrder(query);
        }
        try {
            return systems.findOrder(query);
        } catch (BusyException once) {
            return systems.findOrder(query);
        }
    }
}
