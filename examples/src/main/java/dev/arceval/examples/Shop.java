package dev.arceval.examples;

import java.util.Map;

/** The systems behind the support agent: what its tools do when they are not answered from a recording. */
final class Shop {

    private static final Map<String, Order> ORDERS = Map.of(
            "A-100", new Order("A-100", "oak garden bench", 189, "shipped"),
            "A-101", new Order("A-101", "rope hammock", 59, "delivered"),
            "A-102", new Order("A-102", "raised bed kit", 120, "packed"),
            "A-103", new Order("A-103", "solar lantern set", 35, "delivered"));

    private Shop() {}

    /** An order. */
    record Order(String number, String item, int euros, String status) {}

    /** What the order tool is asked. */
    record OrderQuery(String number) {}

    /** What the refund tool is asked. */
    record RefundRequest(String number, int euros) {}

    /** What the refund tool answers. */
    record Refund(boolean granted, String reference) {}

    static Order lookup(OrderQuery query) {
        Order order = ORDERS.get(query.number());
        if (order == null) {
            throw new IllegalArgumentException("no order " + query.number());
        }
        return order;
    }

    static Refund refund(RefundRequest request) {
        boolean granted = request.euros() <= 100;
        return new Refund(granted, granted ? "R-" + request.number() : "");
    }
}
