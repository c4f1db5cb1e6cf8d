package dev.arceval.core.sample;

import dev.arceval.core.stats.Seeds;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * The traces of a support agent of an invented shop.
 *
 * <p>Six workflows with their own traffic, tools and failure rates: order status, refunds, product search, change of
 * address, shipping quotes, and complaints that are handed to a person. Tools time out and are retried or replaced by a
 * fallback; some runs end in an error; one run in fifty is slow. Each trace depends on the seed and its number alone.
 */
public final class SampleGenerator {

    private static final Duration SPREAD = Duration.ofHours(72);

    private static final String SYSTEM =
            "You are the support agent of Lindenhof, a shop for garden furniture. Use the tools. Be brief and kind.";
    private static final List<String> PRODUCTS = List.of(
            "oak garden bench",
            "folding teak chair",
            "steel fire bowl",
            "rope hammock",
            "parasol with cast foot",
            "picnic table for six",
            "bird bath in sandstone",
            "raised bed kit",
            "cushion box",
            "solar lantern set");
    private static final List<String> CITIES =
            List.of("Bergen", "Cork", "Graz", "Leeds", "Lyon", "Malmo", "Porto", "Tartu", "Turin", "Utrecht");
    private static final List<String> REASONS = List.of(
            "it arrived with a crack in the frame",
            "the colour is nothing like the picture",
            "I ordered two by mistake",
            "it came three weeks too late",
            "one of the screws is missing and I have lost patience");
    private static final List<String> GREETINGS = List.of("Hello,", "Hi there,", "Good morning,", "Hey,", "Dear team,");
    private static final List<String> FIRST_NAMES =
            List.of("ada", "bruno", "clara", "david", "elif", "femi", "greta", "hugo", "ines", "jonas");

    private final long seed;
    private final int count;
    private final Instant newest;
    private final double slowdown;
    private final OptionalDouble errorRate;

    /**
     * @param count how many traces; positive
     * @param newest start of the last trace; the others lie in the 72 hours before
     * @param slowdown factor on every duration; positive
     * @param errorRate share of runs that end in an error; each workflow's own share if absent
     */
    public SampleGenerator(long seed, int count, Instant newest, double slowdown, OptionalDouble errorRate) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be positive: " + count);
        }
        if (!(slowdown > 0 && Double.isFinite(slowdown))) {
            throw new IllegalArgumentException("slowedBy must be positive: " + slowdown);
        }
        errorRate.ifPresent(share -> {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("errorRate must be between 0 and 1: " + share);
            }
        });
        this.seed = seed;
        this.count = count;
        this.newest = newest;
        this.slowdown = slowdown;
        this.errorRate = errorRate;
    }

    public int count() {
        return count;
    }

    /** Returns the trace with this number; 0 is the oldest. Costs about thirty small objects. */
    public Trace trace(int number) {
        // One stream of random numbers for each trace, so that traces can be made in any order.
        SplittableRandom random = Seeds.random(seed, "sample", number);
        return workflow(random, startNanos(number));
    }

    private long startNanos(int number) {
        long newestNanos = Math.addExact(Math.multiplyExact(newest.getEpochSecond(), 1_000_000_000L), newest.getNano());
        long step = SPREAD.toNanos() / count;
        return newestNanos - step * (count - 1L - number);
    }

    private Trace workflow(SplittableRandom random, long start) {
        double pick = random.nextDouble();
        if (pick < .34) {
            return orderStatus(random, start);
        } else if (pick < .56) {
            return refund(random, start);
        } else if (pick < .74) {
            return productSearch(random, start);
        } else if (pick < .87) {
            return changeOfAddress(random, start);
        } else if (pick < .96) {
            return shippingQuote(random, start);
        }
        return complaint(random, start);
    }

    private Trace orderStatus(SplittableRandom random, long start) {
        String order = orderNumber(random);
        SampleRun run = run(
                random,
                start,
                pick(random, GREETINGS) + " where is my order " + order
                        + "? It was meant to be here days ago and nobody has told me anything.");
        String arguments = json("{\"order\":\"%s\"}", order);
        String shipped = json(
                "{\"order\":\"%s\",\"status\":\"shipped\",\"carrier\":\"NordPost\",\"days\":%d}",
                order, 1 + random.nextInt(5));
        if (random.nextDouble() < .12) {
            run.failingTool("lookup_order", arguments, "TimeoutException", "order service did not answer in 5 s", 5000);
            if (fails(random, .25)) {
                run.failingTool(
                        "lookup_order", arguments, "TimeoutException", "order service did not answer in 5 s", 5000);
                return run.fail("ToolFailedException", "lookup_order failed twice");
            }
            run.tool("lookup_order_archive", arguments, shipped, 420);
        } else {
            run.tool("lookup_order", arguments, shipped, 120);
            if (fails(random, .01)) {
                return run.fail("IllegalStateException", "order has no parcel");
            }
        }
        return run.answer(
                "Order " + order + " has left our warehouse with NordPost and will reach you within the week.");
    }

    private Trace refund(SplittableRandom random, long start) {
        String order = orderNumber(random);
        String product = pick(random, PRODUCTS);
        int amount = 20 + random.nextInt(380);
        SampleRun run = run(
                random,
                start,
                pick(random, GREETINGS) + " I would like my money back for the " + product + " from order " + order
                        + ", because " + pick(random, REASONS) + ".");
        run.tool(
                "lookup_order",
                json("{\"order\":\"%s\"}", order),
                json("{\"order\":\"%s\",\"item\":\"%s\",\"amount\":%d}", order, product, amount),
                120);
        boolean allowed = random.nextDouble() < .8;
        run.tool(
                "check_refund_policy",
                json("{\"order\":\"%s\",\"amount\":%d}", order, amount),
                json("{\"allowed\":%s}", Boolean.toString(allowed)),
                60);
        if (!allowed) {
            if (fails(random, .01)) {
                return run.fail("IllegalStateException", "refund rules contradict each other");
            }
            return run.answer(
                    "I am sorry, the time for a refund of the " + product + " is over. A repair is still free.");
        }
        String arguments = json("{\"order\":\"%s\",\"amount\":%d}", order, amount);
        if (fails(random, .06)) {
            run.failingTool(
                    "issue_refund", arguments, "PaymentException", "payment provider refused the transfer", 900);
            return run.fail("PaymentException", "payment provider refused the transfer");
        }
        if (random.nextDouble() < .1) {
            run.failingTool("issue_refund", arguments, "PaymentException", "payment provider is busy", 900);
        }
        run.tool("issue_refund", arguments, json("{\"refund\":\"R-%05d\"}", random.nextInt(100_000)), 800);
        return run.answer("Your refund of " + amount + " euros for the " + product + " is on its way.");
    }

    private Trace productSearch(SplittableRandom random, long start) {
        String product = pick(random, PRODUCTS);
        SampleRun run = run(
                random,
                start,
                "Do you have a " + product + " under " + (50 + 10 * random.nextInt(30))
                        + " euros that can stay outside in winter?");
        String query = json("{\"query\":\"%s\"}", product);
        run.tool(
                "search_products",
                query,
                json("{\"hits\":[{\"name\":\"%s\",\"stock\":%d}]}", product, random.nextInt(20)),
                180);
        // A restless agent searches again and again: the same loop, of different length.
        for (int again = random.nextInt(10); again > 7; again--) {
            run.tool(
                    "search_products",
                    query,
                    json("{\"hits\":[{\"name\":\"%s\",\"stock\":%d}]}", product, random.nextInt(20)),
                    180);
        }
        if (fails(random, .02)) {
            return run.fail("IllegalStateException", "answer was empty");
        }
        return run.answer("Yes, our " + product + " is weatherproof and in stock.");
    }

    private Trace changeOfAddress(SplittableRandom random, long start) {
        String name = pick(random, FIRST_NAMES);
        String city = pick(random, CITIES);
        String customer = json("C-%05d", random.nextInt(100_000));
        SampleRun run = run(
                random,
                start,
                "I have moved to " + city + ". Please change my address, my customer number is " + customer
                        + " and my mail is " + name + "@example.com.");
        run.tool(
                "verify_customer",
                json("{\"customer\":\"%s\",\"mail\":\"%s@example.com\"}", customer, name),
                "{\"verified\":true}",
                90);
        String arguments = json("{\"customer\":\"%s\",\"city\":\"%s\"}", customer, city);
        if (fails(random, .04)) {
            run.failingTool("update_address", arguments, "ValidationException", "street is missing", 70);
            return run.fail("ValidationException", "street is missing");
        }
        run.tool("update_address", arguments, "{\"updated\":true}", 140);
        return run.answer("Done: your parcels will go to " + city + " from now on.");
    }

    private Trace shippingQuote(SplittableRandom random, long start) {
        String product = pick(random, PRODUCTS);
        String city = pick(random, CITIES);
        int price = 9 + random.nextInt(60);
        SampleRun run = run(random, start, "What does shipping a " + product + " to " + city + " cost?");
        run.tool(
                "shipping_quote",
                json("{\"item\":\"%s\",\"city\":\"%s\"}", product, city),
                json("{\"euros\":%d}", price),
                350);
        if (fails(random, .01)) {
            return run.fail("IllegalStateException", "no carrier");
        }
        return run.answer("Shipping a " + product + " to " + city + " costs " + price + " euros.");
    }

    private Trace complaint(SplittableRandom random, long start) {
        SampleRun run = run(
                random,
                start,
                "This is the third time I write to you, " + pick(random, REASONS)
                        + ", and I want to speak to a person now.");
        run.tool(
                "hand_over", "{\"queue\":\"complaints\"}", json("{\"ticket\":\"T-%04d\"}", random.nextInt(10_000)), 50);
        if (fails(random, .03)) {
            return run.fail("TimeoutException", "nobody took the ticket");
        }
        return run.answer("I have handed your message to a colleague, who will call you today.");
    }

    private SampleRun run(SplittableRandom random, long start, String question) {
        return new SampleRun(random, start, slowdown, SYSTEM, question);
    }

    /** Draws in any case, so that another error rate changes outcomes and nothing else before them. */
    private boolean fails(SplittableRandom random, double share) {
        return random.nextDouble() < errorRate.orElse(share);
    }

    private static String orderNumber(SplittableRandom random) {
        return json("A-%06d", random.nextInt(1_000_000));
    }

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String json(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
