package dev.arceval.examples;

import dev.arceval.RecordedTools;
import dev.arceval.Tracer;
import dev.arceval.examples.Shop.Order;
import dev.arceval.examples.Shop.OrderQuery;
import dev.arceval.examples.Shop.Refund;
import dev.arceval.examples.Shop.RefundRequest;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A support agent whose tools are plain functions. Where a real agent asks a model what to do next, this one has a few
 * rules; for recording and replaying that makes no difference.
 */
final class SupportAgent {

    private static final Pattern ORDER_NUMBER = Pattern.compile("A-\\d{3}");

    private final Function<OrderQuery, Order> lookup;
    private final Function<RefundRequest, Refund> refund;

    private SupportAgent(Function<OrderQuery, Order> lookup, Function<RefundRequest, Refund> refund) {
        this.lookup = lookup;
        this.refund = refund;
    }

    /** The agent in production. */
    static SupportAgent live() {
        return new SupportAgent(Shop::lookup, Shop::refund);
    }

    /** The agent in production, its tool calls recorded. */
    static SupportAgent traced(Tracer tracer) {
        return new SupportAgent(tracer.tool("lookup_order", Shop::lookup), tracer.tool("refund", Shop::refund));
    }

    /** The agent in a test, its tools answered from a recording. */
    static SupportAgent replayed(RecordedTools tools) {
        return new SupportAgent(tools.tool("lookup_order", Order.class), tools.tool("refund", Refund.class));
    }

    String answer(String question) {
        Matcher number = ORDER_NUMBER.matcher(question);
        if (!number.find()) {
            return "Please tell me your order number.";
        }
        Order order = lookup.apply(new OrderQuery(number.group()));
        if (!question.toLowerCase(Locale.ROOT).contains("money back")) {
            return "Your " + order.item() + " is " + order.status() + ".";
        }
        Refund answer = refund.apply(new RefundRequest(order.number(), order.euros()));
        return answer.granted()
                ? "You get " + order.euros() + " euros back, reference " + answer.reference() + "."
                : "I cannot refund the " + order.item() + " myself, a colleague will write to you.";
    }
}
