package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.LazyMessages;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation beyond the limit stays unread where none of its messages is, and then reads as if it had been read at once. */
class SoundMessagesTest {

    private static final String ASKED = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"V\"}]}]";

    private final SoundMessages sound = new SoundMessages();

    @Provide
    Arbitrary<Trace> traces() {
        return ArbitraryTraces.traces();
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.randomValue(random -> new Random(random.nextLong()));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsSound_canBeRead(@ForAll("traces") Trace trace, @ForAll("randoms") Random random) {
        for (Span span : trace.spans()) {
            byte[] json = MessageWriter.write(span.input()).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 20; i++) {
                String text = new String(TwoReaders.damaged(json, random), StandardCharsets.UTF_8);
                if (sound.areIn(text, false)) {
                    assertThat(MessageReader.readList(text)).as(text).isNotNull();
                }
                assertThat(sound.areIn(text.substring(1), true)).isEqualTo(sound.areIn("[" + text.substring(1), false));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"role\":\"user\",\"content\":\"a \\\"b\\\" \\u00e4 \u20ac\"}]",
                " [ {\"content\":[{\"type\":\"text\",\"text\":\"a\"}] , \"role\" : \"tool\"} ] ",
                "[{\"role\":\"user\"},{\"role\":\"assistant\",\"tool_calls\":[{\"n\":1.5e3,\"b\":[true,null]}]}]"
            })
    void messages_areSound(String list) {
        assertThat(sound.areIn(list, false)).isTrue();
        assertThat(MessageReader.readList(list)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"role\":\"user\"}",
                "[{\"role\":\"user\"}",
                "[{\"role\":\"user\"},]",
                "[{\"role\":\"user\"}] ]",
                "[{\"role\":\"user\"}{\"role\":\"user\"}]",
                "[null]",
                "[[{\"role\":\"user\"}]]",
                "[{\"content\":\"a\"}]",
                "[{\"role\":null}]",
                "[{\"role\":\"user\",\"role\":null}]",
                "[{\"role\":{\"a\":1}}]",
                "[{\"role\":\"user\",\"message\":{\"content\":\"a\"}}]",
                "[{\"role\":\"user\",\"kwargs\":{\"content\":\"a\"}}]",
                "[{\"role\":\"user\",\u20ac\"content\":\"a\"}]",
                "[{\"role\":\"user\",\"content\":\"a\nb\"}]",
                "[{\"role\":\"user\",\"content\":\"\\x\"}]"
            })
    void anythingElse_isNot(String text) {
        assertThat(sound.areIn(text, false)).isFalse();
    }

    @Test
    void conversationBeyondTheLimit_isReadWhenSomeoneLooks() {
        RecordResult result = new RecordResult();
        List<Message> messages = messages(conversation("a", "b", "c"), 150, result);

        assertThat(messages)
                .isInstanceOf(LazyMessages.class)
                .isEqualTo(MessageReader.read(asked("a", "b", "c"), Message.Role.USER));
        assertThat(result.repairs()).isEmpty();
    }

    @Test
    void messageBeyondTheLimit_isCutAtOnce_whereverItStands() {
        String large = "x".repeat(250);
        for (List<String> texts :
                List.of(List.of(large, "b", "c"), List.of("a", large, "c"), List.of("a", "b", large))) {
            RecordResult result = new RecordResult();
            List<Message> messages = messages(conversation(texts.toArray(String[]::new)), 200, result);

            assertThat(messages).isNotInstanceOf(LazyMessages.class).hasSize(3);
            assertThat(messages.get(texts.indexOf(large)).text()).hasSize(200);
            assertThat(result.repairs()).containsExactly("text cut at 200 characters");
        }
    }

    @Test
    void continuationThatIsNoMessage_makesTheWholeTextOne() {
        RecordResult result = new RecordResult();
        MessageText broken = MessageText.continued(conversation("a", "b"), "{\"role\":\"user\",\"content\":}]");

        List<Message> messages = messages(broken, 100, result);

        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message.text()).hasSize(100));
        assertThat(result.repairs()).containsExactly("text cut at 100 characters");
        RecordResult more = new RecordResult();
        assertThat(messages(MessageText.continued(broken, asked("c").substring(1)), 100, more))
                .hasSize(1);
        assertThat(more.repairs()).hasSize(1);
    }

    private static List<Message> messages(MessageText text, int limit, RecordResult result) {
        ReadLimits limits = new ReadLimits(1 << 20, 10, 10, 10, limit);
        assertThat(text.length()).isGreaterThan(limit);
        return new Conversation(limits, result).messages(text, Message.Role.USER);
    }

    private static MessageText conversation(String... texts) {
        MessageText conversation = MessageText.of(asked(texts[0]));
        for (int i = 1; i < texts.length; i++) {
            conversation = MessageText.continued(conversation, asked(texts[i]).substring(1));
        }
        return conversation;
    }

    private static String asked(String... texts) {
        StringBuilder all = new StringBuilder("[");
        for (String text : texts) {
            all.append(all.length() > 1 ? "," : "")
                    .append(ASKED.replace("V", text), 1, ASKED.length() + text.length() - 2);
        }
        return all.append(']').toString();
    }
}
