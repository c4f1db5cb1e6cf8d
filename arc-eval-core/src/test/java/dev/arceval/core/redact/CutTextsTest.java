package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was cut in pieces before it came here is found all the same. */
class CutTextsTest {

    private static final TraceRedactor REDACTOR = new TraceRedactor(List.of(new StandardRedactor(Keys.ONE)));
    private static final TextRedactor TEXT = TextRedactor.standard(Keys.ONE);

    private static final List<String> SECRETS = List.of(
            "ghp_" + "k3Jx9QzT7bVn2LmWcR8sYdF5hG1pA6uE0oZi",
            "AKIA" + "QYLPMN5HHHFPZAM2",
            "ann.lee-of-the-desk@mail.shop.example",
            "4111 1111 1111 1111",
            "DE89370400440532013000",
            "+44 20 7946 0958");

    /** Every place where a text may lie in pieces. */
    private static final Map<String, Function<List<String>, Span>> PLACES = new TreeMap<>(Map.of(
            "parts",
            pieces -> span().output(List.of(new Message(Message.Role.ASSISTANT, parts(pieces), null)))
                    .build(),
            "messages",
            pieces -> span().output(pieces.stream()
                            .map(piece -> new Message(Message.Role.ASSISTANT, parts(List.of(piece)), null))
                            .toList())
                    .build(),
            "events",
            pieces -> span().events(pieces.stream()
                            .map(piece ->
                                    new Span.Event("gen_ai.content.chunk", 1, Attributes.of(Map.of("delta", piece))))
                            .toList())
                    .build(),
            "events with others in between",
            pieces -> span().events(pieces.stream()
                            .flatMap(piece -> Stream.of(
                                    new Span.Event("chunk", 1, Attributes.of(Map.of("delta", piece))),
                                    new Span.Event("progress", 2, Attributes.of(Map.of("step", "next")))))
                            .toList())
                    .build(),
            "list",
            pieces -> span().attributes(Attributes.of(Map.of("chunks", pieces))).build(),
            "attributes",
            pieces -> {
                Map<String, Object> attributes = new TreeMap<>();
                for (int i = 0; i < pieces.size(); i++) {
                    attributes.put("output.chunk." + i + ".text", pieces.get(i));
                }
                return span().attributes(Attributes.of(attributes)).build();
            }));

    static Iterable<String> places() {
        return PLACES.keySet();
    }

    @ParameterizedTest
    @MethodSource("places")
    void secret_isFoundWhereverItIsCut(String place) {
        for (String secret : SECRETS) {
            String text = "Sure, it is " + secret + " as you asked.";
            // What a list holds need not have been one text, so there a value that is one by itself is not joined.
            if (secret.indexOf('@') > 0 && (place.equals("list") || place.equals("attributes"))) {
                continue;
            }
            for (int cut = 13; cut < 12 + secret.length(); cut++) {
                List<String> pieces = List.of(text.substring(0, cut), text.substring(cut));
                assertNothingLeft(place, secret, pieces);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void secret_isFoundInTheTokensOfAStream(String place) {
        for (String secret : SECRETS) {
            for (int size : new int[] {1, 2, 3, 5}) {
                assertNothingLeft(place, secret, pieces("The answer: " + secret + "\nand more of it.", size));
            }
        }
    }

    /** Every place of a span in which a chunk of a stream may lie that got a span of its own. */
    private static final Map<String, BiFunction<Span.Builder, String, Span>> CHUNK_PLACES = new TreeMap<>(Map.of(
            "output",
            (span, text) -> span.output(List.of(new Message(Message.Role.ASSISTANT, parts(List.of(text)), null)))
                    .build(),
            "input",
            (span, text) -> span.input(List.of(new Message(Message.Role.USER, parts(List.of(text)), null)))
                    .build(),
            "attribute",
            (span, text) ->
                    span.attributes(Attributes.of(Map.of("delta", text))).build(),
            "tool result",
            (span, text) -> span.toolName("read").toolResult(text).build()));

    static Iterable<String> chunkPlaces() {
        return CHUNK_PLACES.keySet();
    }

    @ParameterizedTest
    @MethodSource("chunkPlaces")
    void secret_isFoundInChunksThatAreSpansOfTheirOwn(String place) {
        for (String secret : SECRETS) {
            for (int size : new int[] {2, 3, 5, 20}) {
                List<String> pieces = pieces("The answer: " + secret + "\nand more of it.", size);
                String after = redactedSpans(place, pieces);
                for (int i = 0; i + 7 <= secret.length(); i++) {
                    assertThat(after).as("%s in %s", pieces, place).doesNotContain(secret.substring(i, i + 7));
                }
                assertThat(after).startsWith("The answer: «").endsWith("of it.");
            }
        }
    }

    @Test
    void spansThatSayWholeThings_areNotJoined() {
        List<String> mails = List.of("ann@shop.example", "bob@shop.example", "ann@shop.example");
        assertThat(redactedSpans("attribute", mails)).matches("(«email:[0-9a-f]{16}»){3}");
        List<String> sentences = List.of("Tokens used: 12", "34 seats are free", "4111", "1111 and so on");
        assertThat(redactedSpans("output", sentences)).isEqualTo(String.join("", sentences));
    }

    private static String redactedSpans(String place, List<String> pieces) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            Span.Builder span = Span.builder("c" + i, "chunk").parentSpanId("p").startEpochNanos(i + 1);
            spans.add(CHUNK_PLACES.get(place).apply(span, pieces.get(i)));
        }
        StringBuilder all = new StringBuilder();
        for (Span span : REDACTOR.redact(Trace.of("t1", spans)).spans()) {
            Stream.concat(span.input().stream(), span.output().stream())
                    .flatMap(message -> message.parts().stream())
                    .forEach(part -> all.append(((Message.Text) part).content()));
            all.append(span.attributes().asMap().getOrDefault("delta", ""));
            span.toolCall().ifPresent(call -> all.append(call.result()));
        }
        return all.toString();
    }

    @Test
    void password_isFoundWhereItsNameIsInAnotherPiece() {
        String text = "please use password = \"hunter2rocks!\" today";
        for (int size : new int[] {3, 10, 20, 30}) {
            Span redacted = redact(PLACES.get("parts").apply(pieces(text, size)));
            assertThat(joined(redacted))
                    .contains("password = \"")
                    .contains("\" today")
                    .doesNotContain("hunter")
                    .doesNotContain("rocks");
        }
    }

    @Test
    void longTexts_areLookedAtWhereTheyMeet() {
        String secret = SECRETS.get(0);
        String long1 = "word ".repeat(4_000) + secret.substring(0, 20);
        String long2 = secret.substring(20) + " word".repeat(4_000);
        List<String> redacted = TEXT.redactAcross(
                List.of(long1, long2, "and ghp_", SECRETS.get(0).substring(4)), true);
        assertThat(redacted.get(0)).startsWith("word word").endsWith("»").hasSizeGreaterThan(20_000);
        assertThat(redacted.get(1)).startsWith(" word").hasSizeGreaterThan(19_000);
        assertThat(redacted.get(2)).startsWith("and «secret:");
        assertThat(redacted.get(3)).isEmpty();
    }

    @Test
    void wholeValuesThatMeet_stayApart() {
        List<String> mails = List.of("ann@shop.example", "bob@shop.example", "ann@shop.example");
        Span redacted = redact(PLACES.get("list").apply(mails));
        List<?> items = (List<?>) redacted.attributes().asMap().get("chunks");
        assertThat(items.get(0)).isEqualTo(items.get(2)).isNotEqualTo(items.get(1));
        assertThat(items.get(1)).asString().startsWith("«email:");
        List<String> sentences = List.of("Mail ann@shop.example", "Thanks.", "Call 555", "0123 times 4111", "1111");
        assertThat(TEXT.redactAcross(sentences, true)).isEqualTo(sentences);
        List<String> arguments = List.of("--to", "ann@shop.example", "--now");
        assertThat(TEXT.redactAcross(arguments, false)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"…", "...", " [truncated]", "<312 more>", "... (truncated)"})
    void whatIsLeftOfASecretAtACut_isFound(String mark) {
        assertThat(TEXT.redact("the key ghp_k3Jx9QzT7" + mark)).isEqualTo(marked("secret", "the key ", mark));
        assertThat(TEXT.redact("key=AKIAQYLPMN5" + mark)).doesNotContain("QYLPMN5");
        assertThat(TEXT.redact("write to ann.lee@sho" + mark)).isEqualTo(marked("email", "write to ", mark));
        assertThat(TEXT.redact("as I said" + mark)).isEqualTo("as I said" + mark);
        assertThat(TEXT.redact("see @everyone" + mark)).isEqualTo("see @everyone" + mark);
    }

    @Test
    void lengthThatIsAUsualLimit_isACutToo() {
        String text = "x ".repeat(501) + "ghp_k3Jx9QzT7bVn2LmWcR";
        assertThat(text).hasSize(1_024);
        assertThat(TEXT.redact(text)).doesNotContain("k3Jx");
        assertThat(TEXT.redact("x" + text)).as("of no such length").contains("k3Jx");
    }

    private static String marked(String type, String before, String after) {
        String redacted = TEXT.redact(before + (type.equals("secret") ? "ghp_k3Jx9QzT7" : "ann.lee@sho") + after);
        assertThat(redacted).startsWith(before + "«" + type + ":").endsWith(after);
        return redacted;
    }

    private static void assertNothingLeft(String place, String secret, List<String> pieces) {
        String after = joined(redact(PLACES.get(place).apply(pieces)));
        for (int i = 0; i + 7 <= secret.length(); i++) {
            assertThat(after).as("%s in %s", pieces, place).doesNotContain(secret.substring(i, i + 7));
        }
        assertThat(after).as("%s in %s", pieces, place).contains("«");
    }

    private static List<String> pieces(String text, int size) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += size) {
            pieces.add(text.substring(i, Math.min(text.length(), i + size)));
        }
        return pieces;
    }

    private static Span redact(Span span) {
        return REDACTOR.redact(Trace.of("t1", List.of(span))).spans().get(0);
    }

    /** All texts one after the other. */
    private static String joined(Span span) {
        StringBuilder all = new StringBuilder();
        span.output().forEach(message -> message.parts().forEach(part -> all.append(((Message.Text) part).content())));
        span.events().forEach(event -> all.append(event.attributes().asMap().getOrDefault("delta", "")));
        if (span.attributes().asMap().get("chunks") instanceof List<?> list) {
            list.forEach(all::append);
        }
        for (int i = 0; span.attributes().asMap().containsKey("output.chunk." + i + ".text"); i++) {
            all.append(span.attributes().asMap().get("output.chunk." + i + ".text"));
        }
        return all.toString();
    }

    private static List<Message.Part> parts(List<String> pieces) {
        return pieces.stream().<Message.Part>map(Message.Text::new).toList();
    }

    private static Span.Builder span() {
        return Span.builder("s1", "chat").kind(Span.Kind.LLM);
    }
}
