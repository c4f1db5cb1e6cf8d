package dev.arceval.bench;

import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;

/**
 * What finding costs by the text, in CPU time of one thread: MB/s on prose and on dense JSON, or on files that are named as
 * arguments; with {@code hostile SEED}, ms per KiB of UTF-8 on {@link HostileTexts}, each repeated over 32 KiB, the worst
 * over 256 KiB as well.
 */
public final class RedactSpeed {

    private static final int HOSTILE_CHARS = 32 << 10;

    /** What costs most is measured on longer texts too, which shows what grows faster than the text. */
    private static final int LONG_CHARS = 256 << 10;

    private static final int LONG_TEXTS = 100;
    private static final int TEXT_CHARS = 2 << 20;

    /** The first ones are spent by the compiler. */
    private static final int ROUNDS = 30;

    private static final int SHOWN = 12;
    private static final int MAX_SHOWN = 100;
    private static final long TOO_SLOW_NANOS_PER_KIB = 1_000_000;

    private static final String WORDS =
            "the order was sent on Monday and should arrive within three to five working days if nothing happens on the "
                    + "way please check your account for a refund we could not find any booking with that number agent "
                    + "customer asked about baggage allowance flight to Boston seats are available in economy class";

    private RedactSpeed() {}

    public static void main(String[] arguments) throws IOException {
        TextRedactor redactor = TextRedactor.standard(RedactionKey.of(new byte[32]));
        if (arguments.length > 0 && arguments[0].equals("hostile")) {
            hostile(redactor, arguments.length > 1 ? Long.parseLong(arguments[1]) : 1, System.out);
        } else if (arguments.length > 0) {
            for (String file : arguments) {
                speed(file, Files.readString(Path.of(file)), redactor, System.out);
            }
        } else {
            speed("prose", prose(), redactor, System.out);
            speed("dense JSON", denseJson(), redactor, System.out);
        }
    }

    private static void speed(String what, String text, TextRedactor redactor, PrintStream out) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, nanos(redactor, text));
        }
        out.printf(Locale.ROOT, "%s: %.1f MB/s%n", what, text.length() * 1_000.0 / best);
    }

    /** A trace holds texts, not one of megabytes. */
    private static long nanos(TextRedactor redactor, String text) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int step = 16 << 10;
        for (int i = 0; i < text.length(); i += step) {
            redactor.find(text.substring(i, Math.min(text.length(), i + step)));
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }

    private record Cost(String unit, long nanosPerKib) {}

    private static void hostile(TextRedactor redactor, long seed, PrintStream out) throws IOException {
        speed("prose", prose(), redactor, out);
        List<Cost> costs = new ArrayList<>();
        for (Map.Entry<String, Set<String>> family : HostileTexts.families(seed).entrySet()) {
            int before = costs.size();
            for (String unit : family.getValue()) {
                costs.add(new Cost(unit, cost(redactor, unit, HOSTILE_CHARS)));
            }
            out.printf("%s: %d texts%n", family.getKey(), costs.size() - before);
        }
        Comparator<Cost> worst = Comparator.comparingLong(Cost::nanosPerKib).reversed();
        costs.sort(worst);
        costs.subList(0, Math.min(LONG_TEXTS, costs.size())).replaceAll(cost -> longer(redactor, cost));
        costs.sort(worst);
        long slow = costs.stream()
                .filter(cost -> cost.nanosPerKib() > TOO_SLOW_NANOS_PER_KIB)
                .count();
        out.printf("%d texts, %d above 1 ms per KiB; the worst:%n", costs.size(), slow);
        for (Cost cost : costs.subList(0, Math.min(SHOWN, costs.size()))) {
            out.printf(Locale.ROOT, "%8.3f ms per KiB  %s%n", cost.nanosPerKib() / 1e6, printable(cost.unit()));
        }
    }

    private static Cost longer(TextRedactor redactor, Cost cost) {
        return new Cost(cost.unit(), Math.max(cost.nanosPerKib(), cost(redactor, cost.unit(), LONG_CHARS)));
    }

    /** What seems slow is measured again: it may have been the first of its kind. */
    private static long cost(TextRedactor redactor, String unit, int chars) {
        String text = unit.repeat(chars / unit.length() + 1).substring(0, chars);
        long cost = nanosPerKib(redactor, text);
        for (int round = 0; round < 3 && cost > TOO_SLOW_NANOS_PER_KIB / 2; round++) {
            cost = Math.min(cost, nanosPerKib(redactor, text));
        }
        return cost;
    }

    private static long nanosPerKib(TextRedactor redactor, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        redactor.redact(text);
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1_024 / length;
    }

    private static String printable(String unit) {
        String text = unit.length() > MAX_SHOWN ? unit.substring(0, MAX_SHOWN) + "..." : unit;
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static String prose() {
        String[] words = WORDS.split(" ");
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < TEXT_CHARS) {
            int length = 6 + random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(words[random.nextInt(words.length)]).append(i < length - 1 ? ' ' : '.');
            }
            text.append(random.nextInt(5) == 0 ? '\n' : ' ');
        }
        return text.toString();
    }

    /** Short keys and values, ids, counts of tokens: what spans look like. */
    private static String denseJson() {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder();
        while (text.length() < TEXT_CHARS) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"traceId\":\"%016x%016x\",\"spanId\":\"%016x\",\"name\":\"chat\",\"startTimeUnixNano\":\"%d\","
                            + "\"attributes\":[{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":%d}},"
                            + "{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}},"
                            + "{\"key\":\"order.id\",\"value\":{\"stringValue\":\"A-%d\"}}],\"status\":{\"code\":1}}\n",
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    1_700_000_000_000_000_000L + random.nextInt(1 << 30),
                    random.nextInt(5_000),
                    random.nextInt(100_000)));
        }
        return text.toString();
    }
}
