package dev.arceval.bench;

import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Runs of eleven spans and sixty kilobytes each: five calls of a model and five of a tool, with texts of a few hundred
 * invented words. As OpenTelemetry has it, each call is given the whole conversation so far.
 */
final class LongTexts {

    private static final int CALLS = 5;
    private static final int FEWEST_WORDS = 100;
    private static final int MOST_WORDS = 300;
    private static final int VOCABULARY = 4_000;
    private static final long START = 1_760_000_000_000_000_000L;
    private static final long STEP = 1_000_000L;

    private final SplittableRandom random;
    private final List<String> words = new ArrayList<>(VOCABULARY);

    LongTexts(long seed) {
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < VOCABULARY; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllable = random.nextInt(2, 5); syllable > 0; syllable--) {
                word.append("bcdfghklmnprstvw".charAt(random.nextInt(16))).append("aeiou".charAt(random.nextInt(5)));
            }
            words.add(word.toString());
        }
    }

    Stream<Trace> runs(int count) {
        return Stream.generate(this::run).limit(count);
    }

    private Trace run() {
        String traceId = id(16);
        String root = id(8);
        List<Span> spans = new ArrayList<>();
        spans.add(Span.builder(root, "invoke_agent helper")
                .kind(Span.Kind.AGENT)
                .operation("invoke_agent")
                .agentName("helper")
                .startEpochNanos(START)
                .endEpochNanos(START + (2 * CALLS + 1) * STEP)
                .build());
        List<Message> said = new ArrayList<>(List.of(Message.user(text())));
        for (int call = 0; call < CALLS; call++) {
            long at = START + (2 * call + 1) * STEP;
            String answer = text();
            spans.add(Span.builder(id(8), "chat")
                    .parentSpanId(root)
                    .kind(Span.Kind.LLM)
                    .operation("chat")
                    .provider("openai")
                    .model("gpt-4o")
                    .startEpochNanos(at)
                    .endEpochNanos(at + STEP)
                    .usage(Usage.ofTokens(random.nextInt(5_000), random.nextInt(500)))
                    .input(List.copyOf(said))
                    .output(List.of(Message.assistant(answer)))
                    .build());
            String found = text();
            spans.add(Span.builder(id(8), "execute_tool search")
                    .parentSpanId(root)
                    .kind(Span.Kind.TOOL)
                    .operation("execute_tool")
                    .startEpochNanos(at + STEP)
                    .endEpochNanos(at + 2 * STEP)
                    .toolName("search")
                    .toolArguments("{\"query\":\"" + word() + ' ' + word() + "\"}")
                    .toolResult(found)
                    .build());
            said.add(Message.assistant(answer));
            said.add(Message.user(found));
        }
        return Trace.of(traceId, spans);
    }

    private String text() {
        StringBuilder text = new StringBuilder(word());
        for (int left = random.nextInt(FEWEST_WORDS, MOST_WORDS); left > 0; left--) {
            text.append(random.nextInt(12) == 0 ? ", " : random.nextInt(40) == 0 ? ".\n" : " ")
                    .append(word());
        }
        return text.toString();
    }

    /** The first ones come most often, as in any language. */
    private String word() {
        return words.get((int) (Math.pow(random.nextDouble(), 3) * VOCABULARY));
    }

    private String id(int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }
}
