package dev.arceval.bench;

import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What finding costs by the text, in CPU time of one thread: MB/s on prose and on dense JSON, or on files that are named as
 * arguments; with {@code hostile}, ms per KiB on texts made to hurt: each keyword and example of each rule, and each form in
 * which a value follows its name, repeated over 200 KiB.
 */
public final class RedactSpeed {

    private static final int HOSTILE_CHARS = 200 << 10;
    private static final int TEXT_CHARS = 2 << 20;
    private static final int ROUNDS = 6;
    private static final int SHOWN = 12;
    private static final long TOO_SLOW_NANOS_PER_KIB = 1_000_000;
    private static final Pattern TEMPLATE = Pattern.compile("\\{[a-zA-Z]([0-9]*)}");

    private static final String WORDS =
            "the order was sent on Monday and should arrive within three to five working days if nothing happens on the "
                    + "way please check your account for a refund we could not find any booking with that number agent "
                    + "customer asked about baggage allowance flight to Boston seats are available in economy class";

    /** Forms of names and values, openings that nothing closes, words that send a rule far. */
    private static final List<String> FORMS = List.of(
            "password is ",
            "password for ",
            "password of the box is ",
            "a,password,",
            "password;",
            "(password,",
            "INSERT INTO t (a, password) VALUES (",
            "password|x\n",
            "-p ",
            "-u a:Aa1aA2bB3 ",
            "clerk:aB3dE6gH9\n",
            "aB3dE6gH9 ",
            "\"aB3dE6gH9\",",
            "login(\"aB3dE6gH9\",",
            "as the password ",
            "x as password ",
            "\\u0070",
            "%70",
            "<password>",
            "<a:password b=",
            "<p name=\"password\">",
            "<name>password</name><",
            "password\n:\n",
            "{\"password\":",
            "[{",
            "password[",
            "password = [\"x\",",
            "PASSWORD As ",
            "key 1 ",
            "key=key=",
            "a=b&token=",
            "://",
            "://a:",
            "://a:b@",
            "-----BEGIN PRIVATE KEY-----",
            "Cookie: a=b; ",
            "Authorization: ",
            "«secret:",
            "4111 1111 ",
            "+44 20 ",
            "1.2.3.",
            "a@b.",
            "2001:db8:",
            "was changed to ",
            "\\\"",
            "\\\\\\\\",
            "eyJ",
            "aaaa",
            "A1",
            "a1-",
            "====",
            "\u200b",
            "\uff50");

    private RedactSpeed() {}

    public static void main(String[] arguments) throws IOException {
        TextRedactor redactor = TextRedactor.standard(RedactionKey.of(new byte[32]));
        if (arguments.length > 0 && arguments[0].equals("hostile")) {
            hostile(redactor, System.out);
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

    private static void hostile(TextRedactor redactor, PrintStream out) throws IOException {
        speed("prose", prose(), redactor, out);
        List<Cost> costs = new ArrayList<>();
        for (String unit : units()) {
            String text = unit.repeat(HOSTILE_CHARS / unit.length() + 1).substring(0, HOSTILE_CHARS);
            long cost = cost(redactor, text);
            // What seems slow is measured again: it may have been the first of its kind.
            for (int round = 0; round < 3 && cost > TOO_SLOW_NANOS_PER_KIB / 2; round++) {
                cost = Math.min(cost, cost(redactor, text));
            }
            costs.add(new Cost(unit, cost));
        }
        costs.sort(Comparator.comparingLong(Cost::nanosPerKib).reversed());
        long slow = costs.stream()
                .filter(cost -> cost.nanosPerKib() > TOO_SLOW_NANOS_PER_KIB)
                .count();
        out.printf("%d texts, %d above 1 ms per KiB; the worst:%n", costs.size(), slow);
        for (Cost cost : costs.subList(0, Math.min(SHOWN, costs.size()))) {
            out.printf(Locale.ROOT, "%8.3f ms per KiB  %s%n", cost.nanosPerKib() / 1e6, printable(cost.unit()));
        }
    }

    private static long cost(TextRedactor redactor, String text) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        redactor.redact(text);
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / (text.length() >> 10);
    }

    private static String printable(String unit) {
        return JsonMapper.shared().writeValueAsString(unit);
    }

    private static Set<String> units() throws IOException {
        Set<String> units = new LinkedHashSet<>(FORMS);
        for (String rules : List.of("credential-rules.json", "identity-rules.json")) {
            try (InputStream in = TextRedactor.class.getResourceAsStream(rules)) {
                for (JsonNode rule : JsonMapper.shared().readTree(in)) {
                    addAll(rule, units);
                }
            }
        }
        return units;
    }

    private static void addAll(JsonNode rule, Set<String> units) {
        for (String field : List.of("keywords", "words")) {
            for (JsonNode word : rule.path(field)) {
                units.add(word.asString());
                units.add(word.asString() + " ");
                units.add(word.asString() + "=");
            }
        }
        for (String field : List.of("examples", "counterexamples")) {
            for (JsonNode example : rule.path(field)) {
                String text = filled(example.asString());
                units.add(text);
                units.add(text + "\n");
                units.add(text.substring(0, 1 + text.length() / 2));
            }
        }
    }

    /** Places of a template are filled with chars of all kinds. */
    private static String filled(String template) {
        Matcher place = TEMPLATE.matcher(template);
        return place.replaceAll(match -> {
            int length = match.group(1).isEmpty() ? 8 : Integer.parseInt(match.group(1));
            return "a1B2c3D4".repeat(length / 8 + 1).substring(0, length);
        });
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
