package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ShortTextsTest {

    private static final TextRedactor REDACTOR = TextRedactor.standard(RedactionKey.of(new byte[32]));

    private final ShortTexts texts = new ShortTexts();

    @Property(tries = 300, seed = "20261122")
    void whatIsRemembered_changesNoResult(
            @ForAll List<@StringLength(max = 2) String> names, @ForAll List<@StringLength(max = 2) String> values) {
        for (int round = 0; round < 2; round++) {
            for (String name : names) {
                for (String value : values) {
                    assertThat(texts.redact(name, value, REDACTOR)).isEqualTo(REDACTOR.redact(name, value));
                }
            }
        }
    }

    @Test
    void theSameText_isJudgedByItsNameEachTime() {
        assertThat(texts.redact("city", "correct-horse", REDACTOR)).isEqualTo("correct-horse");
        assertThat(texts.redact("password", "correct-horse", REDACTOR)).doesNotContain("horse");
        assertThat(texts.redact("city", "correct-horse", REDACTOR)).isEqualTo("correct-horse");
    }

    @Test
    void textsOfOnePlace_takeTurns() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        for (int round = 0; round < 2; round++) {
            assertThat(texts.redact("", "Aa", REDACTOR)).isEqualTo("Aa");
            assertThat(texts.redact("", "BB", REDACTOR)).isEqualTo("BB");
        }
    }

    @Test
    void failures_areNotRemembered() {
        AtomicInteger asked = new AtomicInteger();
        TextRedactor failing = new TextRedactor(RedactionKey.of(new byte[32]), List.of((text, leaks) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("planned");
        }));

        texts.redact("", "text", failing);
        texts.redact("", "text", failing);

        assertThat(asked).hasValue(2);
        assertThat(failing.failures()).isEqualTo(2);
    }
}
