package dev.arceval.core.cost;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Adds what model calls cost to traces that do not say it.
 *
 * <p>All or nothing: if one call of a trace has no known price, a sum of the others would look like the cost of the whole.
 * What the trace states stands; so does a total on a step above the model calls. A cost that was worked out says so, in an
 * attribute that names the price. Immutable.
 */
public final class TracePricing {

    /** The model whose price was taken, and the day it was looked up. */
    public static final String PRICE = "arceval.cost.price";

    private final PriceTable prices;

    public TracePricing(PriceTable prices) {
        this.prices = prices;
    }

    /** Returns {@code trace} with the cost of its model calls, or as it is. */
    public Trace price(Trace trace) {
        List<Span> spans = new ArrayList<>(trace.spans().size());
        boolean changed = false;
        for (Span span : trace.spans()) {
            boolean call = isModelCall(span);
            if (!call && span.usage().costUsd() != null) {
                return trace;
            }
            if (!call
                    || span.usage().costUsd() != null
                    || span.usage().totalTokens().isEmpty()) {
                spans.add(span);
                continue;
            }
            Optional<Span> priced = price(span);
            if (priced.isEmpty()) {
                return trace;
            }
            spans.add(priced.get());
            changed = true;
        }
        return changed ? Trace.of(trace.traceId(), spans) : trace;
    }

    private static boolean isModelCall(Span span) {
        return span.kind() == Span.Kind.LLM || span.kind() == Span.Kind.EMBEDDING;
    }

    private Optional<Span> price(Span span) {
        Usage usage = span.usage();
        long input = usage.inputTokens() == null ? 0 : usage.inputTokens();
        return span.model()
                .flatMap(model -> prices.find(span.provider().orElse(null), model, input))
                .flatMap(price -> priced(span, price));
    }

    private static Optional<Span> priced(Span span, Price price) {
        Usage usage = span.usage();
        OptionalDouble cost = price.of(usage);
        if (cost.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> attributes = new LinkedHashMap<>(span.attributes().asMap());
        attributes.put(PRICE, (price.model() + " " + price.date()).trim());
        return Optional.of(span.toBuilder()
                .usage(new Usage(
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.cachedInputTokens(),
                        usage.cacheWriteTokens(),
                        usage.reasoningTokens(),
                        cost.getAsDouble()))
                .attributes(Attributes.of(attributes))
                .build());
    }
}
