package dev.arceval.examples.springai;

import java.util.Map;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/** What the assistant can do in the shop's systems. */
public final class ShopTools {

    private static final Map<String, Order> ORDERS = Map.of(
            "A-100", new Order("A-100", "oak garden bench", 189, "shipped"),
            "A-101", new Order("A-101", "rope hammock", 59, "delivered"),
            "A-102", new Order("A-102", "raised bed kit", 120, "packed"));

    /** An order. */
    public record Order(String number, String item, int euros, String status) {}

    /** What becomes of a refund. */
    public record Refund(boolean granted, String reference) {}

    @Tool(name = "lookup_order", description = "Looks up an order by its number")
    public Order lookupOrder(@ToolParam(description = "such as A-100") String number) {
        Order order = ORDERS.get(number);
        if (order == null) {
            throw new IllegalArgumentException("no order " + number);
        }
        return order;
    }

    @Tool(name = "refund", description = "Refunds an order")
    public Refund refund(
            @ToolParam(description = "such as A-100") String number, @ToolParam(description = "how much") int euros) {
        boolean granted = euros <= 100;
        return new Refund(granted, granted ? "R-" + number : "");
    }

    @Tool(name = "in_stock", description = "Says how many there are of a product")
    public int inStock(@ToolParam(description = "its name") String product) {
        return product.contains("hammock") ? 12 : 0;
    }
}
